// An honest TokenReview webhook in JavaScript, of Node's own modules alone.
//
//   node webhook.mjs CERTIFICATE KEY
//
// Tokens and their users are in the file that WEBHOOK_TOKENS names. The port is written to standard
// output; the process ends when its standard input does.
import { readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";

const LARGEST = 4 << 20;
const VERSIONS = ["authentication.k8s.io/v1", "authentication.k8s.io/v1beta1"];
const tokens = new Map(Object.entries(JSON.parse(readFileSync(process.env.WEBHOOK_TOKENS, "utf8"))));

function judged(token, asked) {
  const known = tokens.get(token);
  if (known === undefined) {
    return { authenticated: false };
  }
  if (!Array.isArray(asked) || asked.length === 0) {
    return { authenticated: true, user: known.user };
  }
  const audiences = asked.filter((each) => known.audiences.includes(each));
  return audiences.length === 0
    ? { authenticated: false }
    : { authenticated: true, user: known.user, audiences };
}

function reviewed(text) {
  const review = JSON.parse(text);
  const { apiVersion, kind, spec } = review ?? {};
  const good = kind === "TokenReview" && VERSIONS.includes(apiVersion);
  if (!good || typeof (spec?.token ?? "") !== "string" || spec === null || spec === undefined) {
    throw new SyntaxError("no TokenReview that is known here");
  }
  return { apiVersion, kind, status: judged(spec.token, spec.audiences) };
}

function answer(response, status, value) {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": body.length });
  response.end(body);
}

function refuse(request, response, status, words) {
  request.resume();
  answer(response, status, { error: words });
}

async function serve(request, response) {
  if (request.url.split("?")[0] !== "/authenticate") {
    return refuse(request, response, 404, "not here");
  }
  if (request.method !== "POST") {
    return refuse(request, response, 405, "only POST");
  }
  if (!(request.headers["content-type"] ?? "").startsWith("application/json")) {
    return refuse(request, response, 415, "only JSON");
  }
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > LARGEST) {
      return refuse(request, response, 413, "too large");
    }
    parts.push(part);
  }
  try {
    return answer(response, 200, reviewed(Buffer.concat(parts).toString("utf8")));
  } catch (malformed) {
    return answer(response, 400, { error: "no TokenReview" });
  }
}

const server = createSecureServer(
  {
    allowHTTP1: true,
    cert: readFileSync(process.argv[2]),
    key: readFileSync(process.argv[3]),
    minVersion: "TLSv1.2",
  },
  (request, response) => {
    // Who goes before the answer is nobody's trouble.
    serve(request, response).catch(() => response.destroy?.());
  },
);
server.on("sessionError", () => {});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.stdin.on("end", () => process.exit(0)).resume();
