/** Conversations, kept in this browser: `{id, collection, created, turns: [{asked, text, footing}]}`. */

import { keep, recall } from "../storage.js";

const NAME = "history";
const MOST = 50;

/** Those that were kept, the newest first. */
export const conversations = () => recall(NAME, []);

/** A new one, kept from its first answer on. */
export const begun = (collection) => ({
  id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, // insecure origins have no UUIDs
  collection,
  created: new Date().toISOString(),
  turns: [],
});

/** Keep a conversation as it is now; the oldest make room where storage is full. */
export function keepConversation(conversation) {
  const turns = conversation.turns.filter(({ text }) => text !== undefined);
  if (!turns.length) return;
  const others = conversations().filter(({ id }) => id !== conversation.id);
  const all = [{ ...conversation, turns }, ...others].slice(0, MOST);
  while (all.length && !keep(NAME, all)) all.pop();
}

/** Forget one conversation, or all of them. */
export function forget(id = null) {
  keep(NAME, id === null ? [] : conversations().filter((kept) => kept.id !== id));
}
