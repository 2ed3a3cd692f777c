/** Says what went wrong, in the service's own words. */

import { element } from "../dom.js";

export const problem = (error) => element("p", { class: "problem", role: "alert" }, error.message);
