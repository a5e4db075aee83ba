"""Trains one size on the token file that make-tokens.ts wrote. Needs no GPU.

    python train.py --size 3m --steps 9000 [--threads 1]

Resumes from checkpoints/<size>.pt if there is one. Writes that and results/<size>/curve.csv
(step, tokens seen, losses in nats a token, seconds). Computes in bfloat16, keeps weights in float32.
"""
import argparse
import csv
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from model import CONTEXT, SIZES, Llama, config_of

HERE = Path(__file__).parent
END_OF_TEXT, IGNORED = 0, -100
SEED, WARMUP_STEPS = 585, 200
BATCH = 16  # rows of 256 tokens
# Peaks; warm-up, then linear to zero. The layers' matrices learn by Muon (Jordan 2024), which after 1.6 million
# tokens of the 0.8m model was at 0.429 nats a token where AdamW was at 0.452; embedding and gains by AdamW.
MUON_RATE, ADAMW_RATE = 0.02, 3e-3
EVALUATE_EVERY, EVALUATION_DOCUMENTS = 250, 256


def read_documents(name):
    """Every document of a token file: end-of-text, then its tokens. Those longer than the context are left out."""
    ids = np.fromfile(HERE / "data" / name, dtype="<u2")
    starts = np.flatnonzero(ids == END_OF_TEXT)
    return [ids[a:b] for a, b in zip(starts, starts[1:]) if b - a <= CONTEXT]


def pack(documents, order):
    """Rows [N, CONTEXT + 1] of whole documents, filled up with end-of-text; best fit in the given order."""
    rows, open_rows, spaces = [], [[] for _ in range(CONTEXT + 1)], 0
    for number in order:
        size = len(documents[number])
        fitting = spaces >> size
        if fitting:
            # Of the rows that have room, one with the least.
            space = size + (fitting & -fitting).bit_length() - 1
            row = open_rows[space].pop()
            if not open_rows[space]:
                spaces ^= 1 << space
        else:
            space, row = CONTEXT, len(rows)
            rows.append([])
        rows[row].append(number)
        left = space - size
        open_rows[left].append(row)
        spaces |= 1 << left
    packed = np.full((len(rows), CONTEXT + 1), END_OF_TEXT, dtype=np.uint16)
    for row, numbers in enumerate(rows):
        whole = np.concatenate([documents[number] for number in numbers])
        packed[row, : len(whole)] = whole
    return packed


def rows_alone(documents):
    """One document a row, each with the end-of-text that ends it."""
    longest = max(len(document) for document in documents)
    rows = np.full((len(documents), longest + 1), END_OF_TEXT, dtype=np.int64)
    for row, document in enumerate(documents):
        rows[row, : len(document)] = document
    return torch.from_numpy(rows)


def loss_of(model, rows):
    """Nats a token; filling (end-of-text after end-of-text) does not count."""
    seen, targets = rows[:, :-1], rows[:, 1:]
    targets = targets.masked_fill((seen == END_OF_TEXT) & (targets == END_OF_TEXT), IGNORED)
    logits = model(seen).float()
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), targets.reshape(-1), ignore_index=IGNORED)


def rate_at(step, steps):
    """As a part of the peak."""
    return min((step + 1) / WARMUP_STEPS, (steps - step) / max(1, steps - WARMUP_STEPS))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    size, steps = arguments.size, arguments.steps
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    documents = read_documents("train.bin")
    rows = pack(documents, rng.permutation(len(documents)))
    rows = rows[rng.permutation(len(rows))]
    tokens_per_row = np.count_nonzero(rows[:, 1:] | rows[:, :-1]) / len(rows)
    held_rows = rows_alone(read_documents("heldout.bin")[:EVALUATION_DOCUMENTS])
    print(f"{len(documents)} documents in {len(rows)} rows, {tokens_per_row:.1f} of {CONTEXT} tokens used", flush=True)

    model = Llama(config_of(size))
    inside = [p for name, p in model.named_parameters() if p.dim() == 2 and "embed" not in name]
    outside = [p for name, p in model.named_parameters() if p.dim() == 1 or "embed" in name]
    optimizers = [
        torch.optim.Muon(inside, lr=MUON_RATE, momentum=0.95, weight_decay=0.1),
        torch.optim.AdamW(outside, lr=ADAMW_RATE, betas=(0.9, 0.95), weight_decay=0.0, fused=True),
    ]
    first_step, seconds = 0, 0.0
    checkpoint = HERE / "checkpoints" / f"{size}.pt"
    curve = HERE / "results" / size / "curve.csv"
    checkpoint.parent.mkdir(exist_ok=True)
    curve.parent.mkdir(parents=True, exist_ok=True)
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"])
        for optimizer, state in zip(optimizers, saved["optimizers"]):
            optimizer.load_state_dict(state)
        first_step, seconds = saved["step"], saved["seconds"]
    else:
        with open(curve, "w", newline="") as file:
            csv.writer(file).writerow(["step", "tokensSeen", "trainLossNats", "heldOutLossNats", "seconds"])

    def training_loss(batch):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return loss_of(model, batch)

    # Compiled, a step takes a fraction of the time on a CPU.
    compiled = torch.compile(training_loss)
    began, recent = time.time() - seconds, []
    for step in range(first_step, steps):
        for optimizer, peak in zip(optimizers, (MUON_RATE, ADAMW_RATE)):
            optimizer.param_groups[0]["lr"] = peak * rate_at(step, steps)
        chosen = rows[np.arange(step * BATCH, (step + 1) * BATCH) % len(rows)]
        loss = compiled(torch.from_numpy(chosen.astype(np.int64)))
        model.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
        recent.append(loss.item())
        done = step + 1
        if done % EVALUATE_EVERY == 0 or done == steps:
            with torch.no_grad():
                held = loss_of(model, held_rows).item()
            seconds = time.time() - began
            line = [done, round(done * BATCH * tokens_per_row), f"{np.mean(recent):.4f}", f"{held:.4f}", f"{seconds:.0f}"]
            recent = []
            with open(curve, "a", newline="") as file:
                csv.writer(file).writerow(line)
            print(*line, flush=True)
            # Written aside and then renamed: a run that is cut off leaves a whole checkpoint.
            state = {"model": model.state_dict(), "optimizers": [each.state_dict() for each in optimizers], "step": done, "seconds": seconds}
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)


if __name__ == "__main__":
    main()
