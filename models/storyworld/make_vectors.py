"""Writes the vectors that the TypeScript tests compare with, from references not written by us:
Hugging Face's `transformers` (Llama, fp32 computing from the shipped fp16 weights) and `tokenizers`.

    python make_vectors.py      (after export.py)
"""
import base64
import json
import random
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

HERE = Path(__file__).parent
ROOT = HERE / "../.."
MODEL = ROOT / "static/models/storyworld-0.8m"
SEED = 585
STRING_COUNT, PROMPT_COUNT, NEW_TOKENS = 300, 50, 40


def write(path, value):
    path.write_text(json.dumps(value, separators=(",", ":"), ensure_ascii=True) + "\n")


def random_strings(words, rng):
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


def main():
    rng = random.Random(SEED)
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    stories = [story.strip() for story in tokenizer.decode_batch(story_ids())]
    words = sorted(set(" ".join(stories).split()))
    cases = [[text, tokenizer.encode(text, add_special_tokens=False).ids] for text in random_strings(words, rng)]
    write(ROOT / "src/engine/tokenizer/vectors.json", {"madeBy": "models/storyworld/make_vectors.py", "cases": cases})

    model = AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32, attn_implementation="eager").eval()
    greedy = []
    with torch.no_grad():
        for story in stories[:PROMPT_COUNT]:
            cut = story.split(" ")
            prompt = " ".join(cut[: rng.randint(1, min(40, len(cut) - 1))])
            ids = tokenizer.encode(prompt).ids
            first = len(ids)
            margins = []
            for _ in range(NEW_TOKENS):
                best = model(torch.tensor([ids])).logits[0, -1].topk(2)
                margins.append(round((best.values[0] - best.values[1]).item(), 5))
                ids.append(best.indices[0].item())
                if ids[-1] == 0:
                    break
            greedy.append({"prompt": prompt, "ids": ids[first:], "margins": margins})

        forward = []
        for text in (stories[0][:60], "zq \u00e9 7!"):
            ids = tokenizer.encode(text).ids
            result = model(torch.tensor([ids]), output_attentions=True, output_hidden_states=True)
            forward.append(
                {
                    "text": text,
                    "ids": ids,
                    "logits": float32_base64(result.logits[0]),
                    "attention": [float32_base64(layer[0]) for layer in result.attentions],
                    # transformers norms its last hidden state; ours is the stream before the final norm.
                    "hiddenBeforeLastLayers": [float32_base64(layer[0]) for layer in result.hidden_states[:-1]],
                }
            )
    write(ROOT / "src/engine/llama/vectors.json", {"madeBy": "models/storyworld/make_vectors.py", "forward": forward, "greedy": greedy})


def story_ids():
    import numpy as np

    ids = np.fromfile(HERE / "data/heldout.bin", dtype="<u2")
    starts = np.flatnonzero(ids == 0)
    return [ids[a + 1 : b].tolist() for a, b in zip(starts[:200], starts[1:201])]


if __name__ == "__main__":
    sys.exit(main())
