"""Writes the vectors that the TypeScript tests compare with, from references not written by us:
Hugging Face's `transformers` (Llama, fp32 computing from the shipped fp16 weights) and `tokenizers`.

    python make_vectors.py [--size 3m]      (after export.py; every size, or that one)
"""
import argparse
import base64
import json
import random
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

from export import folder_of
from model import SIZES
from train import read_documents

HERE = Path(__file__).parent
ROOT = HERE / "../.."
SEED = 585
STRING_COUNT, PROMPT_COUNT, PROMPT_WORDS, NEW_TOKENS = 300, 200, 40, 40
FORWARD_TEXTS = ("Once there was a kind", "zq \u00e9 7!")


def write(path, value):
    path.write_text(json.dumps(value, separators=(",", ":"), ensure_ascii=True) + "\n")


def random_strings(words, rng):
    """Words, contractions, spaces, the special token and marks of many scripts, mixed."""
    alphabets = [
        "abcdefghijklmnopqrstuvwxyz",
        "ABC xyz 0123456789",
        " \t\n\r\u00a0\u2003\u3000\u0085\ufeff",
        ".,;:!?'\"-_()[]{}<>|/\\@#$%^&*+=~`",
        "éüßñøåÆþœ",
        "日本語中文한국어",
        "привет мир αβγ שלום مرحبا ٣٤ Ⅷ ½ ²",
        "😀👩\u200d🚀🇳🇱e\u0301\u0327",
        "\x00\x01\x1b\x7f\u2028\u200b\U0010ffff\ue000",
    ]
    contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "it's", "I'll've"]
    for _ in range(STRING_COUNT):
        parts = []
        for _ in range(rng.randint(0, 12)):
            kind = rng.random()
            if kind < 0.4:
                parts.append(rng.choice([" ", ""]) + rng.choice(words))
            elif kind < 0.5:
                parts.append(rng.choice(contractions))
            elif kind < 0.53:
                parts.append("<|endoftext|>")
            elif kind < 0.65:
                parts.append(" " * rng.randint(1, 4))
            else:
                alphabet = rng.choice(alphabets)
                parts.append("".join(rng.choice(alphabet) for _ in range(rng.randint(1, 6))))
        yield "".join(parts)


def float32_base64(tensor):
    return base64.b64encode(tensor.contiguous().float().numpy().astype("<f4").tobytes()).decode()


def greedy_continuation(model, tokenizer, prompt):
    """Ids that the model takes one by one, and by how much its best logit was above its second."""
    ids = tokenizer.encode(prompt).ids
    first, margins = len(ids), []
    for _ in range(NEW_TOKENS):
        best = model(torch.tensor([ids])).logits[0, -1].topk(2)
        margins.append(round((best.values[0] - best.values[1]).item(), 4))
        ids.append(best.indices[0].item())
        if ids[-1] == 0:
            break
    return {"prompt": prompt, "ids": ids[first:], "margins": margins}


def forward_pass(model, tokenizer, text):
    ids = tokenizer.encode(text).ids
    result = model(torch.tensor([ids]), output_attentions=True, output_hidden_states=True)
    return {
        "text": text,
        "ids": ids,
        "logits": float32_base64(result.logits[0]),
        "attention": [float32_base64(layer[0]) for layer in result.attentions],
        # transformers norms its last hidden state; ours is the stream before the final norm.
        "hiddenBeforeLastLayers": [float32_base64(layer[0]) for layer in result.hidden_states[:-1]],
    }


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES)
    size_asked = parser.parse_args().size
    torch.set_num_threads(1)
    rng = random.Random(SEED)
    tokenizer = Tokenizer.from_file(str(HERE / "tokenizer.json"))
    documents = [tokenizer.decode(ids[1:].astype(np.int64).tolist()) for ids in read_documents("heldout.bin")[:PROMPT_COUNT]]
    words = sorted(set(" ".join(documents).split()))
    cases = [[text, tokenizer.encode(text, add_special_tokens=False).ids] for text in random_strings(words, rng)]
    write(ROOT / "src/engine/tokenizer/vectors.json", {"madeBy": "models/storyworld/make_vectors.py", "cases": cases})

    prompts = []
    for document in documents:
        cut = document.split(" ")
        prompts.append(" ".join(cut[: rng.randint(1, min(PROMPT_WORDS, len(cut) - 1))]))
    folder = ROOT / "src/engine/llama/vectors"
    folder.mkdir(exist_ok=True)
    for size in [size_asked] if size_asked else SIZES:
        model = AutoModelForCausalLM.from_pretrained(folder_of(size), dtype=torch.float32, attn_implementation="eager").eval()
        forward = [forward_pass(model, tokenizer, text) for text in FORWARD_TEXTS]
        greedy = [greedy_continuation(model, tokenizer, prompt) for prompt in prompts]
        write(folder / f"storyworld-{size}.json", {"madeBy": "models/storyworld/make_vectors.py", "forward": forward, "greedy": greedy})


if __name__ == "__main__":
    main()
