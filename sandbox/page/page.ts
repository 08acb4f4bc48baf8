/** The page at `/`. */
export const page = '<!DOCTYPE html><title>Svara sandbox</title>';
