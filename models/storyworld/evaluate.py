"""Measures the shipped model (fp16 weights, fp32 computing) and writes evaluation.json.

    python evaluate.py      (after export.py; then: npx tsx models/storyworld/make-card.ts)

Held-out loss: every held-out story alone, from its end-of-text token to the one that ends it,
the setting for which the generator's entropy is known. Samples: drawn at temperature 1.
"""
import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

HERE = Path(__file__).parent
MODEL = HERE / "../../static/models/storyworld-0.8m"
BATCH, SAMPLE_COUNT, SEED = 100, 200, 585


def held_out_stories():
    ids = np.fromfile(HERE / "data" / "heldout.bin", dtype="<u2").astype(np.int64)
    starts = np.flatnonzero(ids == 0)
    return [torch.from_numpy(ids[a : b + 1]) for a, b in zip(starts, starts[1:])]


@torch.no_grad()
def story_losses(model, stories):
    """Nats of each whole story."""
    nats = []
    for i in range(0, len(stories), BATCH):
        rows = stories[i : i + BATCH]
        padded = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=-100)
        logits = model(padded[:, :-1].clamp(min=0)).logits
        loss = F.cross_entropy(logits.transpose(1, 2), padded[:, 1:], ignore_index=-100, reduction="none")
        nats += loss.sum(1).tolist()
    return nats


@torch.no_grad()
def main():
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    model = AutoModelForCausalLM.from_pretrained(MODEL, dtype=torch.float32).eval()
    stories = held_out_stories()
    nats = np.array(story_losses(model, stories))
    tokens = sum(len(story) - 1 for story in stories)

    torch.manual_seed(SEED)
    start = torch.zeros((SAMPLE_COUNT, 1), dtype=torch.int64)
    drawn = model.generate(start, do_sample=True, temperature=1.0, top_k=0, top_p=1.0, max_length=256, pad_token_id=0, attention_mask=torch.ones_like(start))
    samples, finished = [], 0
    for row in drawn.tolist():
        end = row.index(0, 1) if 0 in row[1:] else len(row)
        finished += end < len(row)
        samples.append(tokenizer.decode(row[1:end]))
    report = {
        "heldOutStories": len(stories),
        "heldOutTokens": tokens,
        "heldOutNatsPerToken": nats.sum() / tokens,
        "heldOutNatsPerTokenStandardError": nats.std(ddof=1) / math.sqrt(len(nats)) * len(nats) / tokens,
        "heldOutNatsPerStory": nats.mean(),
        "heldOutPerplexity": math.exp(nats.sum() / tokens),
        "sampleTemperature": 1,
        "sampleSeed": SEED,
        "samplesFinished": finished,
        "samples": samples,
    }
    (HERE / "evaluation.json").write_text(json.dumps(report, indent=1) + "\n")
    print({key: value for key, value in report.items() if key != "samples"})
    print("\n\n".join(samples[:5]))


if __name__ == "__main__":
    main()
