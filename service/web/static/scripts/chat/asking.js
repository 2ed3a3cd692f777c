/** Asks the next question of a conversation, by the door that every chat client uses. */

import { ServiceError, stream } from "../api.js";

// What a follow-up can refer to lies in the last few turns.
const REMEMBERED = 10;
const DEFAULT = "default";

/**
 * Ask, and tell `progress` what there is meanwhile: `{status}` or `{text}`.
 *
 * @returns `{text, footing}`; `footing` says what the answer stands on.
 */
export async function ask(conversation, asked, progress, signal) {
  let text = "";
  let footing = null;
  for await (const chunk of stream("v1/chat/completions", body(conversation, asked), signal)) {
    if (chunk.error) throw new ServiceError(0, chunk.error.code, chunk.error.message);
    if (chunk.event?.type === "status" && !chunk.event.data.done) {
      progress({ status: chunk.event.data.description });
    }
    text += chunk.choices[0]?.delta.content ?? "";
    if (text) progress({ text });
    footing = chunk.footing ?? footing;
  }
  return { text, footing };
}

function body({ collection, turns }, asked) {
  const said = turns.filter(({ text }) => text !== undefined).slice(-REMEMBERED);
  const messages = said.flatMap((turn) => [
    { role: "user", content: turn.asked },
    { role: "assistant", content: turn.text },
  ]);
  return {
    model: collection === DEFAULT ? "footing" : `footing/${collection}`,
    messages: [...messages, { role: "user", content: asked }],
    stream: true,
    // Marks and lists of sources are drawn here, from the structured fields.
    footing: { text: false, annotations: false, events: true, include_evidence: true },
  };
}
