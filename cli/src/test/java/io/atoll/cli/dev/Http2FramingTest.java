package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An HTTP/2 header holds any octets. What would end a line of HTTP/1, which routers speak to nodes,
 * or be another request there, is refused by both.
 */
class Http2FramingTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

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

  @Test
  void whatWouldBeALineOfHttp1IsRefused() throws Exception {
    Map<String, String> requests = new LinkedHashMap<>();
    for (String path :
        new String[] {
          "/v1/kv/default/a b", "/a HTTP/1.1\r\nHost: b\r\n\r\nGET /b", "/a\u0000b", "/a#b"
        }) {
      requests.put(head("GET", path), "malformed-request");
    }
    String get = head("GET", "/v1/kv/default/absent");
    String put = head("PUT", "/v1/kv/default/absent");
    requests.put(get + field("x", "a\r\nb: c"), "malformed-request");
    requests.put(get + field("x", "a\nb: c"), "malformed-request");
    requests.put(get + field("x", "a\u0000b"), "malformed-request");
    requests.put(put + field("content-type", "a/b\r\nx: y"), "malformed-request");
    requests.put(field(":method", "CONNECT") + field(":authority", "a:80"), "malformed-request");
    requests.put(
        put + field("atoll-context", "") + field("atoll-context", "AgEA"), "invalid-header");
    for (URI door : new URI[] {cluster.node(0), cluster.router()}) {
      for (Map.Entry<String, String> each : requests.entrySet()) {
        assertThat(answer(door, each.getKey()))
            .as("%s: %s", door, each.getKey())
            .contains("urn:atoll:error:" + each.getValue(), "\"status\":400");
      }
      assertThat(answer(door, get)).contains("urn:atoll:error:key-not-found");
    }
  }

  private static String head(String method, String path) {
    return field(":method", method)
        + field(":scheme", "http")
        + field(":path", path)
        + field(":authority", "a");
  }

  /** A literal header field that is not indexed (RFC 7541, 6.2.2), a character for each byte. */
  private static String field(String name, String value) {
    return "\u0000" + (char) name.length() + name + (char) value.length() + value;
  }

  /** The body of the answer to a request without one. */
  private static String answer(URI door, String fields) throws IOException {
    byte[] block = fields.getBytes(StandardCharsets.ISO_8859_1);
    try (Socket socket = new Socket(door.getHost(), door.getPort())) {
      socket.setSoTimeout(30_000);
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      request.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
      request.writeBytes(frame(HEADERS, END_STREAM | END_HEADERS, 1, block));
      socket.getOutputStream().write(request.toByteArray());
      return body(socket.getInputStream());
    }
  }

  private static String body(InputStream in) throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      ByteBuffer head = ByteBuffer.wrap(in.readNBytes(9));
      if (head.remaining() < 9) {
        return "closed after: " + body;
      }
      int lengthAndType = head.getInt();
      byte[] payload = in.readNBytes(lengthAndType >>> 8);
      int type = lengthAndType & 0xff;
      if (type == DATA) {
        body.append(new String(payload, StandardCharsets.UTF_8));
      } else if (type != HEADERS && type != SETTINGS && head.getInt(5) != 0) {
        return "frame of type " + type + " after: " + body;
      }
      if (type <= HEADERS && (head.get(4) & END_STREAM) != 0) {
        return body.toString();
      }
    }
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }
}
