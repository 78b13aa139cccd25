package io.atoll.server.http;

import io.atoll.causal.Version;
import io.atoll.env.Entropy;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;

/**
 * Several values of one key as {@code multipart/mixed} (RFC 2046), a part for each.
 *
 * <p>The boundary is 128 random bits, drawn after the values were written: nobody can write one
 * that contains it and so splits the answer, and no value has to be searched for it. The cost is
 * that two answers for one state differ in it.
 *
 * @param boundary what separates the parts
 */
record MultipartSiblings(String boundary, List<Version> live) {
  private static final int HEAD_BYTES = 256;

  /**
   * @param entropy unpredictable to whoever writes values
   */
  static MultipartSiblings of(List<Version> live, Entropy entropy) {
    HexFormat hex = HexFormat.of();
    return new MultipartSiblings(
        "atoll-" + hex.toHexDigits(entropy.nextLong()) + hex.toHexDigits(entropy.nextLong()), live);
  }

  String mediaType() {
    return "multipart/mixed; boundary=" + boundary;
  }

  Buffer encode() {
    Buffer body = Buffer.buffer(aboutBytes());
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

  /** A little more than the body will have, so that a long one is not copied as it grows. */
  private int aboutBytes() {
    int bytes = HEAD_BYTES;
    for (Version version : live) {
      bytes += HEAD_BYTES + version.contentType().length() + version.value().length;
    }
    return bytes;
  }
}
