/** The one script a portal needs. */
import "./define.js";

export * from "./index.js";
