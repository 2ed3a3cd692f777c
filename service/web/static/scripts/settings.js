/** The choices of whoever sits here: language, appearance, collection. */

import { keep, recall } from "./storage.js";

const settings = recall("settings", {});

export const language = () =>
  settings.language ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

export const appearance = () => settings.appearance ?? "system";

export const collection = () => settings.collection ?? "default";

/** Change one choice and keep it. */
export function choose(name, value) {
  settings[name] = value;
  keep("settings", settings);
  if (name === "appearance") {
    if (value === "system") delete document.documentElement.dataset.appearance;
    else document.documentElement.dataset.appearance = value;
  }
}
