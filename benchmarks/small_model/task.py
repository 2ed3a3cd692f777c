"""Next-token prediction over conversations: all of the reply, and some of what precedes it.

Predicting a token costs a product with the whole vocabulary, which is most of the work of a model
this small; a part of the prompt's tokens is enough to learn the language from.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from transformers import PreTrainedTokenizerFast

from benchmarks.small_model.conversations import Conversation
from benchmarks.small_model.tokenizer import without_marks
from service.tuning.batches import padded

# Share of a prompt's tokens that is predicted.
_PROMPT = 0.15
_EVALUATED = 16


@dataclass(frozen=True, slots=True)
class Encoded:
    """Tokens of a conversation; from `reply` on they are the model's to write."""

    tokens: "array[int]"
    reply: int


def encode(
    conversations: Iterable[Conversation], tokenizer: PreTrainedTokenizerFast, longest: int
) -> list[Encoded]:
    """Conversations as tokens; those of more than `longest` are left out."""
    found = []
    for conversation in conversations:
        messages = [m | {"content": without_marks(m["content"])} for m in conversation.messages()]
        asked = str(
            tokenizer.apply_chat_template(messages[:-1], tokenize=False, add_generation_prompt=True)
        )
        whole = str(tokenizer.apply_chat_template(messages, tokenize=False))
        prompt = tokenizer.encode(asked)
        tokens = prompt + tokenizer.encode(whole.rstrip("\n")[len(asked) :])
        if len(tokens) <= longest:
            found.append(Encoded(array("H", tokens), len(prompt)))
    return found


class WritingTask:
    """Loss and score of a causal model on encoded conversations."""

    def __init__(self, held_out: Sequence[Encoded]) -> None:
        self._held_out = sorted(held_out, key=lambda e: len(e.tokens))

    def length(self, feature: Encoded) -> int:
        """Tokens of a conversation."""
        return len(feature.tokens)

    def fingerprint(self, feature: Encoded) -> bytes:
        """Bytes that tell a conversation from others."""
        return feature.tokens.tobytes()

    def loss(self, model: nn.Module, batch: Sequence[Encoded], device: torch.device) -> Tensor:
        """Mean cross-entropy of the chosen next tokens, a scalar."""
        return _losses(model, *_padded(batch, device, _PROMPT)).mean()

    def score(self, model: nn.Module) -> dict[str, float]:
        """Loss a token of replies that were not trained on; lower is better, so `score` is less."""
        losses = []
        device = next(model.parameters()).device
        for n in range(0, len(self._held_out), _EVALUATED):
            batch = _padded(self._held_out[n : n + _EVALUATED], device, 0.0)
            losses.append(_losses(model, *batch).float())
        loss = float(torch.cat(losses).mean())
        return {"score": -loss, "reply_loss": loss}


def _padded(
    batch: Sequence[Encoded], device: torch.device, prompts: float
) -> tuple[Tensor, Tensor]:
    """Tokens `(batch, length)`, and which of them are predicted `(batch, length - 1)`.

    Padding is on the right, where a causal model does not see it.
    """
    length = padded(max(len(e.tokens) for e in batch))
    tokens = torch.zeros(len(batch), length, dtype=torch.long)
    chosen = torch.zeros(len(batch), length - 1, dtype=torch.bool)
    for row, example in enumerate(batch):
        size = len(example.tokens)
        tokens[row, :size] = torch.tensor(example.tokens)
        chosen[row, : size - 1] = torch.rand(size - 1) < prompts
        chosen[row, example.reply - 1 : size - 1] = True
    return tokens.to(device), chosen.to(device)


def _losses(model: nn.Module, tokens: Tensor, chosen: Tensor) -> Tensor:
    """Cross-entropy of each chosen next token `(chosen,)`."""
    decoder, head = model.get_submodule("bert"), model.get_submodule("cls")
    # The last token predicts nothing, but kernels like the round length that it makes.
    hidden = decoder(input_ids=tokens, use_cache=False).last_hidden_state
    logits = head(hidden[:, :-1][chosen])
    return cross_entropy(logits.float(), tokens[:, 1:][chosen], reduction="none")
