package io.atoll.server.http;

import io.atoll.causal.Version;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Several values of one key as {@code multipart/mixed} (RFC 2046), a part for each.
 *
 * <p>The boundary is the first of a fixed series that no value contains, so nobody can write a
 * value that splits the answer, and equal states have equal bodies.
 *
 * @param boundary what separates the parts
 */
record MultipartSiblings(String boundary, List<Version> live) {
  static MultipartSiblings of(List<Version> live) {
    int number = 0;
    String boundary;
    do {
      boundary = "atoll-" + number++;
    } while (occurs(boundary, live));
    return new MultipartSiblings(boundary, live);
  }

  String mediaType() {
    return "multipart/mixed; boundary=" + boundary;
  }

  Buffer encode() {
    Buffer body = Buffer.buffer();
    for (Version version : live) {
      String type =
          version.contentType().isEmpty() ? Names.OCTETS.toString() : version.contentType();
      body.appendString("--" + boundary + "\r\n")
          .appendString("Content-Type: " + type + "\r\n")
          .appendString("Content-Length: " + version.value().length + "\r\n")
          .appendString(Names.DOT + ": " + SiblingsAnswer.dot(version.dot()) + "\r\n\r\n")
          .appendBytes(version.value())
          .appendString("\r\n");
    }
    return body.appendString("--" + boundary + "--\r\n");
  }

  private static boolean occurs(String boundary, List<Version> live) {
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.US_ASCII);
    for (Version version : live) {
      if (occurs(delimiter, version.value())) {
        return true;
      }
    }
    return false;
  }

  private static boolean occurs(byte[] wanted, byte[] bytes) {
    for (int start = 0; start + wanted.length <= bytes.length; start++) {
      int i = 0;
      while (i < wanted.length && bytes[start + i] == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
