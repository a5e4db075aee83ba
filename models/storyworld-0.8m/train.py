"""Trains storyworld-0.8m on the token file that make-tokens.ts wrote. Needs no GPU.

    python train.py [--steps 4000]          resumes from checkpoints/last.pt if there is one

Writes checkpoints/last.pt and curve.csv (step, tokens seen, losses in nats a token, seconds).
"""
import argparse
import csv
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from model import CONFIG, Llama

HERE = Path(__file__).parent
SEED, BATCH, CONTEXT = 585, 8, 256
PEAK_RATE, FLOOR_RATE, WARMUP_STEPS = 2e-3, 1e-4, 100
EVALUATE_EVERY, EVALUATION_STORIES = 200, 64


def read_stories(name):
    """Token ids and where each story begins (its end-of-text token)."""
    ids = np.fromfile(HERE / "data" / name, dtype="<u2").astype(np.int64)
    starts = np.flatnonzero(ids == CONFIG["bos_token_id"])[:-1]
    return ids, starts


def windows(ids, starts, chosen):
    """Rows of CONTEXT + 1 tokens, each from the start of a story."""
    return torch.from_numpy(np.stack([ids[s : s + CONTEXT + 1] for s in starts[chosen]]))


def loss_of(model, rows):
    logits = model(rows[:, :-1])
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), rows[:, 1:].reshape(-1))


def rate_at(step, steps):
    if step < WARMUP_STEPS:
        return PEAK_RATE * (step + 1) / WARMUP_STEPS
    done = (step - WARMUP_STEPS) / max(1, steps - WARMUP_STEPS)
    return FLOOR_RATE + (PEAK_RATE - FLOOR_RATE) * 0.5 * (1 + math.cos(math.pi * min(1, done)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=4000)
    steps = parser.parse_args().steps
    torch.manual_seed(SEED)
    train_ids, train_starts = read_stories("train.bin")
    train_starts = train_starts[train_starts + CONTEXT + 1 <= len(train_ids)]
    held_ids, held_starts = read_stories("heldout.bin")
    held_rows = windows(held_ids, held_starts, np.arange(EVALUATION_STORIES))
    order = np.random.default_rng(SEED).permutation(len(train_starts))

    model = Llama()
    matrices = [p for p in model.parameters() if p.dim() == 2]
    gains = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.1}, {"params": gains, "weight_decay": 0.0}], betas=(0.9, 0.95)
    )
    first_step, seconds = 0, 0.0
    last = HERE / "checkpoints" / "last.pt"
    last.parent.mkdir(exist_ok=True)
    if last.exists():
        saved = torch.load(last)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        first_step, seconds = saved["step"], saved["seconds"]
    else:
        with open(HERE / "curve.csv", "w", newline="") as file:
            csv.writer(file).writerow(["step", "tokensSeen", "trainLossNats", "heldOutLossNats", "seconds"])

    # Compiled, a step takes a quarter of the time on a CPU; the weights are shared with `model`.
    compiled = torch.compile(model)
    began = time.time() - seconds
    recent = []
    for step in range(first_step, steps):
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step, steps)
        chosen = order[np.arange(step * BATCH, (step + 1) * BATCH) % len(order)]
        loss = loss_of(compiled, windows(train_ids, train_starts, chosen))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        recent.append(loss.item())
        done = step + 1
        if done % EVALUATE_EVERY == 0 or done == steps:
            with torch.no_grad():
                held = loss_of(model, held_rows).item()
            seconds = time.time() - began
            row = [done, done * BATCH * CONTEXT, f"{np.mean(recent):.4f}", f"{held:.4f}", f"{seconds:.0f}"]
            recent = []
            with open(HERE / "curve.csv", "a", newline="") as file:
                csv.writer(file).writerow(row)
            print(*row, flush=True)
            # Written aside and then renamed: a run that is cut off leaves a whole checkpoint.
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": done, "seconds": seconds}, last.with_suffix(".new"))
            last.with_suffix(".new").replace(last)


if __name__ == "__main__":
    main()
