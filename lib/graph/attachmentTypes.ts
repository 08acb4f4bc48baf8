/** What Meta calls the kinds of file a message can carry. */
export type AttachmentType = 'audio' | 'image' | 'video' | 'file';
