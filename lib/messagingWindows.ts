const HOUR_MS = 3_600_000;

/**
 * How long after a customer's last message an account may answer, and how long a person may with the
 * tag Human Agent.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
 */
export const WINDOW_MS = 24 * HOUR_MS;
export const HUMAN_AGENT_WINDOW_MS = 7 * 24 * HOUR_MS;
