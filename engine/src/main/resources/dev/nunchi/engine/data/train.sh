#!/usr/bin/env bash
# Trains on these data with the reference trainer, https://github.com/haotian-liu/LLaVA, on several graphics cards.
#   MODEL=… [VISION_TOWER=…] [PROJECTOR=…] [PROJECTOR_TYPE=…] LLAVA=/path/to/LLaVA ./train.sh
# MODEL         the language model, a name or a folder in Hugging Face's layout
# VISION_TOWER  a CLIP tower, a name or a folder
# PROJECTOR     mm_projector.bin of a first stage, for the second
# LAUNCHER      deepspeed (default) or torchrun; GPUS is how many cards torchrun takes
set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${MODEL:?name the language model}" "${LLAVA:?name the folder of the reference trainer}"
tower=${VISION_TOWER:-openai/clip-vit-large-patch14-336}
arguments=(
@ARGUMENTS@)
cd "$LLAVA"
case ${LAUNCHER:-deepspeed} in
    deepspeed) deepspeed llava/train/train_mem.py "${arguments[@]}" --deepspeed "$here/@ZERO@.json" ;;
    torchrun) torchrun --nproc_per_node "${GPUS:-1}" llava/train/train_mem.py "${arguments[@]}" ;;
    *) echo "LAUNCHER must be deepspeed or torchrun" >&2 && exit 2 ;;
esac
