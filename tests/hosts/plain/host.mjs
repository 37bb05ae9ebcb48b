export const about = "a pasted script with its sum, no policy";
