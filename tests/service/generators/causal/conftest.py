"""Small causal language models on disk, with tokenizers trained here, as users bring large ones."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from service.generators.prompts.wording import WORDING

CHAT = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
CHAT_WITHOUT_SYSTEM = (
    "{% if messages[0].role == 'system' %}{{ raise_exception('no system turn') }}{% endif %}" + CHAT
)
SPECIAL = ["<|pad|>", "<|unk|>", "<|im_start|>", "<|im_end|>"]
CORPUS = [
    *(part for wording in WORDING.values() for part in (wording.system, wording.again)),
    "The bridge was opened in 1932. It carries eight lanes of traffic. user assistant system",
    "长城是中国古代的防御工程。明长城总长度为8851公里。",
]


def _tokenizer(made: Tokenizer, template: str | None) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        pad_token="<|pad|>",
        unk_token="<|unk|>",
        eos_token="<|im_end|>",
        additional_special_tokens=["<|im_start|>"],
        chat_template=template,
    )


def _llama(vocabulary: int, width: int, context: int, layers: int) -> LlamaForCausalLM:
    config = LlamaConfig(
        vocab_size=vocabulary, hidden_size=width, intermediate_size=2 * width,
        num_hidden_layers=layers, num_attention_heads=2, num_key_value_heads=1,
        max_position_embeddings=context, tie_word_embeddings=False,
        bos_token_id=None, eos_token_id=3, pad_token_id=0,
    )  # fmt: skip
    return LlamaForCausalLM(config)


@pytest.fixture(scope="session")
def random_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two layers of chance: what it writes depends on every token before."""
    folder = tmp_path_factory.mktemp("random-model")
    made = Tokenizer(models.BPE(unk_token="<|unk|>"))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.train_from_iterator(
        CORPUS,
        trainers.BpeTrainer(
            vocab_size=600,
            special_tokens=SPECIAL,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    _tokenizer(made, CHAT).save_pretrained(folder)
    torch.manual_seed(0)
    model = _llama(made.get_vocab_size(), 32, 4096, 2)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(3.0)  # or all that it writes is one token again and again
    model.save_pretrained(folder)
    return folder


SpeakingModel = Callable[..., Path]


@pytest.fixture
def speaking_model(tmp_path: Path) -> SpeakingModel:
    """A model that says a given text after every prompt: each word leads to the next by weight."""

    def make(*words: str, template: str | None = CHAT, cue: str = "assistant") -> Path:
        folder = tmp_path / "speaking-model"
        made = Tokenizer(models.WordLevel(unk_token="<|unk|>"))
        made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
        made.train_from_iterator(
            [*CORPUS, " ".join(words), cue, "Answer: 回答： Question: user"],
            trainers.WordLevelTrainer(special_tokens=SPECIAL, show_progress=False),
        )
        _tokenizer(made, template).save_pretrained(folder)
        size = -(-made.get_vocab_size() // 4) * 4
        model = _llama(size, size, 100_000, 1)
        follows = torch.zeros(size, size)
        path = [made.token_to_id(word) for word in (cue, *words)]
        assert None not in path
        for before, after in pairwise(path):
            follows[after, before] = 1.0
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.zero_()
            model.model.embed_tokens.weight.copy_(torch.eye(size))
            model.model.norm.weight.fill_(1.0)
            model.lm_head.weight.copy_(follows)
        model.save_pretrained(folder)
        return folder

    return make
