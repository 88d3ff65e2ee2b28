#!/usr/bin/env bash
# curl talks HTTP to the port that serves WebSocket. Prints "ok - case" or "not ok - case" for each.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
servers=()
trap 'kill -KILL "${servers[@]}" 2>/dev/null; rm -rf "$scratch"' EXIT

# start NAME [SETTINGS]: starts the echo server and waits for its port, which it prints when it is ready; sets $port.
start() {
    local attempt
    "${PHP:-php}" -d extension="$EXTENSION" "$here/../echo-server.php" "${2:-{\}}" >"$scratch/$1" &
    servers+=($!)
    for ((attempt = 0; attempt < 500; attempt++)); do
        [ -s "$scratch/$1" ] && break
        kill -0 $! 2>/dev/null || break
        sleep 0.02
    done
    port=$(cat "$scratch/$1")
}

mkdir "$scratch/root" "$scratch/root-too"
head -c 8388608 /dev/urandom >"$scratch/root/big.bin"
cp "$scratch/root/big.bin" "$scratch/root-too"
start plain "{\"document_root\": \"$scratch/root\", \"enable_static_handler\": true}"
url=http://127.0.0.1:$port
failed=0

fetch() { curl --silent --show-error --max-time 30 --noproxy '*' "$@"; }

# The value of a header in the head that was written last.
field() { sed -n "s/^$1: \([^\r]*\)\r$/\1/Ip" "$scratch/head"; }

# same NAME EXPECTED ACTUAL
same() {
    if [ "$2" = "$3" ]; then
        echo "ok - curl: $1"
    else
        printf 'not ok - curl: %s\n  expected: %s\n  got:      %s\n' "$1" "$2" "$3"
        failed=1
    fi
}

same "GET with a query" '{"method":"GET","get":{"a":"1","b":"x y"},"post":null,"cookie":null}' \
    "$(fetch "$url/describe?a=1&b=x%20y")"
same "POST of a form" '{"method":"POST","get":null,"post":{"a":"1","b":"x & y"},"cookie":null}' \
    "$(fetch --data-urlencode a=1 --data-urlencode 'b=x & y' "$url/describe")"
same "a cookie" '{"method":"GET","get":null,"post":null,"cookie":{"user":"anna"}}' \
    "$(fetch -b user=anna "$url/describe")"
same "a redirect that sets a cookie" '{"method":"GET","get":null,"post":null,"cookie":{"session":"abc"}}' \
    "$(fetch -L -c "$scratch/cookies" -b "$scratch/cookies" "$url/login")"
same "404" 'no such page404' "$(fetch -w '%{http_code}' "$url/nothing")"
same "a response in chunks" 'one two three' "$(fetch "$url/chunks")"
same "HEAD" '200 0' "$(fetch -I -o "$scratch/head" -w '%{http_code} %{size_download}' "$url/describe")"
same "HTTP/1.0" 'no such page' "$(fetch --http1.0 "$url/nothing")"
same "PUT" 'hello' "$(printf hello | fetch -X PUT --data-binary @- "$url/body")"

ln "$scratch/root/big.bin" "$scratch/big"
sum=$(sha256sum <"$scratch/big")
same "8 MiB with a length" "$sum" "$(fetch --data-binary "@$scratch/big" "$url/body" | sha256sum)"
same "8 MiB after 100 Continue" "$sum" "$(fetch -H 'Expect: 100-continue' --data-binary "@$scratch/big" "$url/body" | sha256sum)"
same "8 MiB in chunks" "$sum" "$(fetch -T - "$url/body" <"$scratch/big" | sha256sum)"

# description NAME TYPE FILE: what the server says of an uploaded file.
description() { printf '["%s","%s",%s,0,"%s"]' "$1" "$2" "$(wc -c <"$3")" "$(sha256sum <"$3" | cut -d ' ' -f 1)"; }
printf 'short' >"$scratch/short.txt"
big=$(description big application/octet-stream "$scratch/big")
short=$(description short.txt text/plain "$scratch/short.txt")
same "a form with two files" "{\"post\":{\"a\":\"x\",\"b\":\"\"},\"files\":{\"big\":$big,\"short\":$short}}" \
    "$(fetch -F a=x -F "big=@$scratch/big" -F b= -F "short=@$scratch/short.txt" "$url/upload")"
same "files in one field, after 100 Continue" "{\"post\":null,\"files\":{\"m\":[$short,$big]}}" \
    "$(fetch -H 'Expect: 100-continue' -F "m[]=@$scratch/short.txt" -F "m[]=@$scratch/big" "$url/upload")"
same "a form in chunks" "{\"post\":null,\"files\":{\"big\":$big}}" \
    "$(fetch -H 'Transfer-Encoding: chunked' -F "big=@$scratch/big" "$url/upload")"
same "a form in HTTP/1.0" "{\"post\":{\"a\":\"x\"},\"files\":{\"big\":$big}}" \
    "$(fetch --http1.0 -F a=x -F "big=@$scratch/big" "$url/upload")"
same "a file name in Chinese" "{\"post\":null,\"files\":{\"f\":$(description '你好.txt' text/plain "$scratch/short.txt")}}" \
    "$(fetch -F "f=@$scratch/short.txt;filename=你好.txt" "$url/upload")"
head -c 17000000 /dev/zero >"$scratch/too-big"
same "a form that is too long" 413 "$(fetch -F "f=@$scratch/too-big" -o /dev/null -w '%{http_code}' "$url/upload")"
same "a body that is too long, by its head" 413 \
    "$(fetch -H 'Expect: 100-continue' --data-binary "@$scratch/too-big" -o /dev/null -w '%{http_code}' "$url/body")"
text=$(seq 20000 | sha256sum)
for coding in zstd br gzip deflate; do
    same "an answer in $coding" "$text $coding" \
        "$({ fetch --compressed -H "Accept-Encoding: $coding" -D "$scratch/head" "$url/text"; echo; } | sha256sum) $(field content-encoding)"
done
same "the coding that curl likes" "$text" "$({ fetch --compressed "$url/text"; echo; } | sha256sum)"

same "a file by sendfile" "$sum" "$(fetch "$url/download" | sha256sum)"
same "a file by sendfile in HTTP/1.0" "$sum" "$(fetch --http1.0 "$url/download" | sha256sum)"
same "the head of a file by sendfile" '200 8388608' \
    "$(fetch -I -o "$scratch/head" -w '%{http_code} ' "$url/download")$(field content-length)"
same "a static file" "$sum" "$(fetch "$url/big.bin" | sha256sum)"
same "a static file in HTTP/1.0" "$sum" "$(fetch --http1.0 "$url/big.bin" | sha256sum)"
same "a part of a static file" "206 $(head -c 2000 "$scratch/root/big.bin" | tail -c 1000 | sha256sum)" \
    "$(fetch -r 1000-1999 -o "$scratch/part" -w '%{http_code} ' "$url/big.bin")$(sha256sum <"$scratch/part")"
head -c 5000000 "$scratch/root/big.bin" >"$scratch/resumed"
same "a download that goes on" "206 3388608 $sum" \
    "$(fetch -C - -o "$scratch/resumed" -w '%{http_code} %{size_download} ' "$url/big.bin")$(sha256sum <"$scratch/resumed")"
same "a static file that is not newer" '304 0' \
    "$(fetch -z "$scratch/root/big.bin" -o "$scratch/nothing" -w '%{http_code} %{size_download}' "$url/big.bin")"
same "dots that lead out of the root" 'no such page404' "$(fetch --path-as-is -w '%{http_code}' "$url/../root-too/big.bin")"

same "three requests on one connection" '1 0 0 ' \
    "$(fetch -o /dev/null -o /dev/null -o /dev/null -w '%{num_connects} ' "$url/describe" "$url/describe" "$url/describe")"
same "Connection: close" '1 1 ' \
    "$(fetch -H 'Connection: close' -o /dev/null -o /dev/null -w '%{num_connects} ' "$url/describe" "$url/describe")"
same "wrk for 2 seconds: every answer on 50 connections that are kept" 'answers, none missing or wrong' \
    "$(wrk -t1 -c50 -d2s --timeout 10s "$url/describe" | awk '/requests in/ && $1 > 50 { print "answers, none missing or wrong" } /Socket errors|Non-2xx/')"
same "a WebSocket handshake" 'HTTP/1.1 101 Switching Protocols' \
    "$(fetch --max-time 1 --http1.1 -i -N -H 'Upgrade: websocket' -H 'Connection: Upgrade' -H 'Sec-WebSocket-Version: 13' \
        -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' "$url/" 2>/dev/null | head -n 1 | tr -d '\r')"

"${PHP:-php}" "$here/../../include/certificates.php" "$scratch"
start tls "{\"ssl_cert_file\": \"$scratch/server.pem\", \"ssl_key_file\": \"$scratch/server.key\"}"
secure=https://127.0.0.1:$port
trusting() { fetch --cacert "$scratch/authority.pem" "$@"; }

same "https" '{"method":"GET","get":{"a":"1"},"post":null,"cookie":null}' "$(trusting "$secure/describe?a=1")"
same "https by name, in HTTP/1.1" '200 1.1' "$(trusting --resolve "localhost:$port:127.0.0.1" -o /dev/null -w '%{http_code} %{http_version}' \
    "https://localhost:$port/describe")"
same "TLS 1.2 and no more" 'one two three' "$(trusting --tlsv1.2 --tls-max 1.2 "$secure/chunks")"
same "TLS 1.3 and no less" 'one two three' "$(trusting --tlsv1.3 "$secure/chunks")"
same "8 MiB over https" "$sum" "$(trusting --data-binary "@$scratch/big" "$secure/body" | sha256sum)"
same "a form with a file over https" "{\"post\":null,\"files\":{\"big\":$big}}" "$(trusting -F "big=@$scratch/big" "$secure/upload")"
same "three requests on one https connection" '1 0 0 ' \
    "$(trusting -o /dev/null -o /dev/null -o /dev/null -w '%{num_connects} ' "$secure/describe" "$secure/describe" "$secure/describe")"
same "an authority that curl does not know" 60 "$(fetch "$secure/describe" >/dev/null 2>&1; echo $?)"
# 52: nothing came; 56: the connection was reset. Both are no answer.
fetch "http://127.0.0.1:$port/describe" >"$scratch/nothing" 2>&1
case $? in 52 | 56) answer=none ;; *) answer=$(cat "$scratch/nothing") ;; esac
same "http:// where https:// is spoken" none "$answer"

for server in "${servers[@]}"; do
    kill -TERM "$server"
    wait "$server"
    same "exit code 0 at the end" 0 $?
done
exit $failed
