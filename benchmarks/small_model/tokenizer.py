"""The small model's own tokenizer: byte-level BPE learned from its own data, with a chat template.

The template leaves system messages out: the model was taught without them, and what it has of
context is better spent on evidence.
"""

from collections.abc import Iterable
from typing import Any

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

START, END, PAD = "<|im_start|>", "<|im_end|>", "<|pad|>"
CONTEXT = 512
_TEMPLATE = (
    "{% for message in messages %}{% if message['role'] != 'system' %}"
    f"{START}{{{{ message['role'] }}}}\n{{{{ message['content'] }}}}{END}\n"
    "{% endif %}{% endfor %}"
    f"{{% if add_generation_prompt %}}{START}assistant\n{{% endif %}}"
)


def learn_tokenizer(texts: Iterable[str], size: int) -> PreTrainedTokenizerFast:
    """A tokenizer of at most `size` tokens.

    Args:
        texts: to learn from.
        size: of the vocabulary, special tokens included.
    """
    learned = Tokenizer(models.BPE())
    learned.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    learned.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[PAD, START, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        max_token_length=16,
        show_progress=False,
    )
    learned.train_from_iterator(texts, trainer)
    made: Any = PreTrainedTokenizerFast  # has no types
    tokenizer: PreTrainedTokenizerFast = made(
        tokenizer_object=learned,
        pad_token=PAD,
        bos_token=START,
        eos_token=END,
        model_max_length=CONTEXT,
        chat_template=_TEMPLATE,
        clean_up_tokenization_spaces=False,
        model_input_names=["input_ids", "attention_mask"],
    )
    return tokenizer


def without_marks(text: str) -> str:
    """A text of somebody else's without what would be read as the end of a message."""
    for mark in (START, END, PAD):
        text = text.replace(mark, " ")
    return text
