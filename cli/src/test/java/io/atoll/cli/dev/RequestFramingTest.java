package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a request ends is read in one way, by node and router alike (RFC 9112, 11.2): what is
 * malformed is told so, closes its connection, and takes whatever is behind it along.
 */
class RequestFramingTest {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
  private static final int PATIENCE_MS = 30_000;
  private static final String PUT = "PUT /v1/kv/default/taken HTTP/1.1\r\n";
  private static final String GET = "GET /v1/kv/default/absent HTTP/1.1\r\n";
  private static final String HOST = "Host: a\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

  /** What must not happen behind a request that was refused. */
  private static final String SMUGGLED =
      "PUT /v1/kv/default/smuggled HTTP/1.1\r\n"
          + HOST
          + "Content-Length: 1\r\nConnection: close\r\n\r\nx";

  /** What closes a connection on which all went well. */
  private static final String LAST =
      "GET /v1/kv/default/last HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n";

  @TempDir private static Path directory;
  private static RunningDev cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new RunningDev(directory, 1, 1);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** A request, and the status and kind of problem that it gets. */
  private record Refused(String request, int status, String kind) {
    static Refused malformed(String request) {
      return new Refused(request, 400, "malformed-request");
    }
  }

  @Test
  void whatIsMalformedIsToldSoAndNothingBehindItIsARequest() throws Exception {
    List<Refused> all = new ArrayList<>();
    transferCodings(all);
    lengths(all);
    chunks(all);
    hosts(all);
    headers(all);
    lines(all);
    SoftAssertions softly = new SoftAssertions();
    for (URI door : List.of(cluster.node(0), cluster.router())) {
      for (Refused each : all) {
        String answer = exchange(door, each.request + SMUGGLED);
        softly
            .assertThat(statuses(answer))
            .as("%s: %s", door, each.request)
            .containsExactly(each.status);
        softly
            .assertThat(answer)
            .as("%s: %s", door, each.request)
            .contains("urn:atoll:error:" + each.kind)
            .containsIgnoringCase("connection: close");
      }
    }
    softly.assertAll();
    assertThat(statusOf("/v1/kv/default/taken")).isEqualTo(404);
    assertThat(statusOf("/v1/kv/default/smuggled")).isEqualTo(404);
  }

  @Test
  void whatIsUnusualAndValidIsTakenAndTheNextRequestIsReadBehindIt() throws Exception {
    String put = "PUT /v1/kv/default/valid HTTP/1.1\r\n";
    String get = "GET /v1/kv/default/none HTTP/1.1\r\n";
    List<String> requests =
        List.of(
            put + HOST + CHUNKED + "\r\n" + CHUNKS,
            put + HOST + "transfer-encoding:Chunked\r\n\r\n" + CHUNKS,
            put + HOST + CHUNKED + "\r\n5;a=b;c=\"d\"\r\nhello\r\n000\r\nX-Trailer: y\r\n\r\n",
            put + HOST + CHUNKED + "\r\n00000000000000005\r\nhello\r\n0\r\n\r\n",
            put + HOST + "Content-Length: 005\r\n\r\nhello",
            put + HOST + "Content-Length: 5\r\nConnection: TE, keep-alive\r\n\r\nhello",
            put + "Host:\r\nContent-Length: 5\r\n\r\nhello",
            put + "Host: [::1]:80\r\nContent-Length: 5\r\n\r\nhello",
            put + HOST + "X-Folded: a\r\n b\r\nContent-Length: 5\r\n\r\nhello",
            "\r\n" + put + HOST + "Content-Length: 5\r\n\r\nhello",
            "GET http://elsewhere/v1/kv/default/none HTTP/1.1\r\n" + HOST + "\r\n",
            get + HOST + CHUNKED + "\r\n" + CHUNKS,
            get + HOST + "Content-Length: 5\r\n\r\nhello");
    SoftAssertions softly = new SoftAssertions();
    for (URI door : List.of(cluster.node(0), cluster.router())) {
      for (String request : requests) {
        softly
            .assertThat(statuses(exchange(door, request + LAST)))
            .as("%s: %s", door, request)
            .containsExactly(request.contains("PUT") ? 204 : 404, 404);
      }
      softly
          .assertThat(statuses(exchange(door, "GET /v1/kv/default/none HTTP/1.0\r\n\r\n")))
          .containsExactly(404);
      softly
          .assertThat(
              statuses(
                  exchange(
                      door,
                      "PUT /v1/kv/default/valid HTTP/1.0\r\nExpect: 100-continue\r\n"
                          + "Content-Length: 1\r\n\r\nx")))
          .as("a client of HTTP/1.0 is not told to go on")
          .containsExactly(204);
    }
    softly.assertAll();
  }

  private static void transferCodings(List<Refused> all) {
    for (String coding :
        List.of(
            "xchunked", "gzip", "identity", "gzip, chunked", "chunked;q=1", "\"chunked\"", "")) {
      String header = "Transfer-Encoding: " + coding + "\r\n";
      all.add(new Refused(PUT + HOST + header + "\r\n" + CHUNKS, 501, "not-implemented"));
      all.add(new Refused(GET + HOST + header + "\r\n" + CHUNKS, 501, "not-implemented"));
      all.add(Refused.malformed(PUT.replace("1.1", "1.0") + HOST + header + "\r\n" + CHUNKS));
    }
    for (String coding : List.of("chunked, gzip", "chunked,", "chunked\u0000", "\u000bchunked")) {
      all.add(Refused.malformed(PUT + HOST + "Transfer-Encoding: " + coding + "\r\n\r\n" + CHUNKS));
    }
    all.add(Refused.malformed(PUT + HOST + CHUNKED + CHUNKED + "\r\n" + CHUNKS));
    all.add(Refused.malformed(PUT + HOST + CHUNKED + "Content-Length: 3\r\n\r\n" + CHUNKS));
    all.add(Refused.malformed(PUT + HOST + "Content-Length: 3\r\n" + CHUNKED + "\r\n" + CHUNKS));
    all.add(Refused.malformed(PUT + HOST + "Transfer-Encoding : chunked\r\n\r\n" + CHUNKS));
    all.add(Refused.malformed(PUT.replace("1.1", "1.0") + HOST + CHUNKED + "\r\n" + CHUNKS));
  }

  private static void lengths(List<Refused> all) {
    for (String length :
        List.of("3, 3", "3, 5", "+3", "-1", "0x3", "3a", "", "3 3", "99999999999999999999")) {
      all.add(Refused.malformed(PUT + HOST + "Content-Length: " + length + "\r\n\r\nabc"));
    }
    String three = "Content-Length: 3\r\n";
    all.add(Refused.malformed(PUT + HOST + three + three + "\r\nabc"));
    all.add(Refused.malformed(PUT + HOST + three + "Content-Length: 5\r\n\r\nabc"));
    all.add(Refused.malformed(PUT + HOST + "Content-Length : 3\r\n\r\nabc"));
    all.add(Refused.malformed(PUT + HOST + "Connection: content-length\r\n" + three + "\r\nabc"));
    all.add(
        Refused.malformed(
            GET + HOST + "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n12345678"));
  }

  private static void chunks(List<Refused> all) {
    String head = PUT + HOST + CHUNKED + "\r\n";
    for (String size :
        List.of(
            "g", "-5", "+5", "0x5", "", ";", "5,", "80000000", "fffffffffffffffff5", "5;a=\"b")) {
      all.add(Refused.malformed(head + size + "\r\nhello\r\n0\r\n\r\n"));
    }
    all.add(Refused.malformed(head + "5\nhello\r\n0\r\n\r\n"));
    all.add(Refused.malformed(head + "5\r\nhello\n0\r\n\r\n"));
    all.add(Refused.malformed(head + "5\r\nhello0\r\n\r\n"));
    all.add(Refused.malformed(head + "5\r\nhelloXX0\r\n\r\n"));
    all.add(Refused.malformed(head + "5;" + "a".repeat(100_000) + "\r\nhello\r\n0\r\n\r\n"));
    all.add(Refused.malformed(head + "5;" + "a".repeat(300_000)));
    for (String trailer : List.of("nocolon", "X y: z", "X : z", "X: y\u0000", ": y")) {
      all.add(Refused.malformed(head + "5\r\nhello\r\n0\r\n" + trailer + "\r\n\r\n"));
    }
  }

  private static void hosts(List<Refused> all) {
    all.add(Refused.malformed(GET + "\r\n"));
    all.add(Refused.malformed(GET + HOST + HOST + "\r\n"));
    all.add(Refused.malformed(GET + HOST + "hOST: b\r\n\r\n"));
    all.add(Refused.malformed(GET.replace("1.1", "1.0") + HOST + HOST + "\r\n"));
    for (String host : List.of("a, b", "a b", "a/b", "a@b", "a\u0000", "a#b", "h\u00e9")) {
      all.add(Refused.malformed(GET + "Host: " + host + "\r\n\r\n"));
    }
  }

  private static void headers(List<Refused> all) {
    for (String header :
        List.of(
            "X : y", "X", "X: a\u0000b", "X\u0000: a", "X: a\rb", "X: a\nY: b", ": x", "X(: y")) {
      all.add(Refused.malformed(GET + HOST + header + "\r\n\r\n"));
    }
    all.add(Refused.malformed(GET + " X: y\r\n" + HOST + "\r\n"));
    all.add(Refused.malformed(GET + HOST + " X: y\r\n\r\n"));
    String length = "Content-Length: 1\r\n\r\nx";
    all.add(
        Refused.malformed(
            PUT + HOST + "Connection: Atoll-Context\r\nAtoll-Context: AgEA\r\n" + length));
    for (String header :
        List.of("Atoll-Context: ", "Content-Type: a/b", "Content-Encoding: identity")) {
      all.add(
          new Refused(
              PUT + HOST + header + "\r\n" + header + "\r\n" + length, 400, "invalid-header"));
    }
  }

  private static void lines(List<Refused> all) {
    String rest = "\r\n" + HOST + "\r\n";
    for (String version :
        List.of(
            "HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "http/1.1", "HTTP/1.1 x", "HTTX/1.1", "HTTP/11")) {
      all.add(Refused.malformed("GET /v1/kv/default/absent " + version + rest));
    }
    all.add(Refused.malformed("GET /v1/kv/default/absent" + rest));
    for (String target :
        List.of("/v1/kv/default/a b", "/a\u0000b", "/a\u0001", "/a\rb", "/a#b", "v1/kv", "a:80")) {
      all.add(Refused.malformed("GET " + target + " HTTP/1.1" + rest));
    }
    all.add(Refused.malformed("CONNECT a:80 HTTP/1.1" + rest));
    all.add(Refused.malformed("G(T / HTTP/1.1" + rest));
    all.add(Refused.malformed("GET / HTTP/1.1\nHost: a\n\n"));
  }

  private static List<Integer> statuses(String answer) {
    List<Integer> statuses = new ArrayList<>();
    Matcher each = STATUS.matcher(answer);
    while (each.find()) {
      statuses.add(Integer.valueOf(each.group(1)));
    }
    return statuses;
  }

  /** Sends bytes, one for each character, and returns all that comes until the door closes. */
  private static String exchange(URI door, String bytes) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(door.getHost(), door.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getInputStream().transferTo(answer);
    } catch (SocketException reset) {
      // Closed upon bytes that nobody read; what had arrived counts.
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private static int statusOf(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(cluster.node(0).resolve(path)).build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }
}
