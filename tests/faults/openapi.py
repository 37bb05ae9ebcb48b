"""Holds the service against its own OpenAPI document with Schemathesis.

    python openapi.py SERVICE FOLDER SECONDS

SERVICE is the binary, FOLDER an empty one, SECONDS how long all
of it takes. Each persona has its share. What fails: a 5xx, a status, a type or
a shape that the document does not name, a method that it does not name and that
is answered. What a rule refuses is no failure: no schema knows the rules. Nobody
is held back meanwhile: what is turned away was not tried, and that fails too.
"""

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

PERSONAS = ["visitor", "beijing-member", "beijing-secretary", "qinfeng-liaison", "district-officer"]
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
]


def main(service: str, folder: Path, seconds: int) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    # Counted as ever, but with no end: each persona asks for thousands.
    limits = ["--limits-per-person=100000000", "--limits-per-address=100000000"]
    demo = [*limits, "--metrics=127.0.0.1:0"]
    demo = ["serve", "--demo", "--demo-members=60", "--listen=127.0.0.1:0", f"--data={folder / 'data'}", *demo]
    log = open(folder / "service.log", "w")
    running = subprocess.Popen([service, *demo], stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        address = listening(running)
        document = folder / "openapi.json"
        document.write_text(json.dumps(readable(get(f"{address}/v1/openapi.json"))))
        failed = [
            persona
            for persona in PERSONAS
            if not hold(address, document, persona, seconds // len(PERSONAS))
        ]
        if running.poll() is not None:
            print(f"the service has ended by itself with {running.returncode}")
            return 1
        away = turned_away(folder / "service.log")
        if away:
            print(f"the service's own limits turned requests away, which were not tried: {away}")
            return 1
        print(f"openapi: {len(PERSONAS) - len(failed)} personas held, failed: {failed or 'none'}")
        return 1 if failed else 0
    finally:
        running.terminate()
        running.wait()


def listening(running: subprocess.Popen) -> str:
    for line in running.stdout:
        found = re.search(r"listening on (http\S+)", line)
        if found:
            return found.group(1)
    raise SystemExit("the service ended before it listened; see service.log in its folder")


def turned_away(log: Path) -> list[str]:
    """The lines of the figures about limits that were met."""
    page = re.search(r"metrics on (http\S+)", log.read_text()).group(1)
    with urllib.request.urlopen(page, timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    met = [line for line in lines if line.startswith("guiyan_turned_away_total{")]
    if not met:
        raise SystemExit("the figures do not tell who was turned away")
    return [line for line in met if not line.endswith(" 0")]


def hold(address: str, document: Path, persona: str, seconds: int) -> bool:
    print(f"\n== {persona}, {seconds} s", flush=True)
    token = post(f"{address}/v1/demo/tokens", {"persona": persona})["token"]
    command = [
        Path(sys.executable).parent / "schemathesis", "run", document, f"--url={address}",
        f"--header=Authorization: Bearer {token}", f"--max-time={seconds}",
        f"--checks={','.join(CHECKS)}", "--continue-on-failure", "--request-timeout=20",
        # A stream has no end.
        "--exclude-path-regex=changes$", "--warnings=off", "--no-color", "--suppress-health-check=all",
    ]
    return subprocess.run(command, check=False, cwd=document.parent).returncode == 0


def readable(document: dict) -> dict:
    """Schemathesis cannot make what `unevaluatedProperties` closes, nor text that
    has a format and a pattern: each command gets the id and is closed itself."""
    schemas = document["components"]["schemas"]
    schemas["CommandId"].pop("format")
    submission = schemas["Submission"]
    groups = [group["$ref"].rsplit("/", 1)[1] for group in submission["anyOf"]]
    for group in groups:
        for command in schemas[group]["oneOf"]:
            command["properties"]["id"] = submission["properties"]["id"]
            command["required"].append("id")
            command["additionalProperties"] = False
    for closed in ["properties", "required", "type", "unevaluatedProperties"]:
        del submission[closed]
    return document


def get(address: str) -> dict:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return json.load(answer)


def post(address: str, body: dict) -> dict:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
