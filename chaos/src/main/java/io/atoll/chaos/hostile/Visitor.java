package io.atoll.chaos.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * One connection of an attack: what it sends, and what it makes of what comes. Of answers it keeps
 * nothing but the head of the one that is arriving.
 */
final class Visitor {
  private static final int MAX_HEAD_BYTES = 64 * 1024;

  private final byte[] request;
  private final boolean reads;
  private final boolean again;
  private final IntConsumer answered;
  private final StringBuilder head = new StringBuilder();
  private ByteBuffer unsent;
  private long bodyBytesLeft;

  /**
   * @param request sent at once
   * @param reads whether it reads what comes
   * @param again whether it sends the same again when it has a whole answer
   * @param answered told the status of each whole answer
   */
  Visitor(byte[] request, boolean reads, boolean again, IntConsumer answered) {
    this.request = request;
    this.reads = reads;
    this.again = again;
    this.answered = answered;
    this.unsent = ByteBuffer.wrap(request);
  }

  /** What is to be sent. */
  ByteBuffer unsent() {
    return unsent;
  }

  boolean reads() {
    return reads;
  }

  /** Some of an answer came. */
  void received(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (bodyBytesLeft > 0) {
        int taken = (int) Math.min(bodyBytesLeft, bytes.remaining());
        bytes.position(bytes.position() + taken);
        bodyBytesLeft -= taken;
        if (bodyBytesLeft == 0) {
          whole();
        }
      } else {
        head.append((char) (bytes.get() & 0xff));
        if (head.length() > MAX_HEAD_BYTES) {
          throw new IllegalStateException("no end of the answer's head: " + head.substring(0, 80));
        }
        if (head.charAt(head.length() - 1) == '\n' && head.indexOf("\r\n\r\n") >= 0) {
          bodyBytesLeft = contentLength();
          if (bodyBytesLeft == 0) {
            whole();
          }
        }
      }
    }
  }

  private void whole() {
    answered.accept(Integer.parseInt(head.substring(9, 12)));
    head.setLength(0);
    if (again) {
      unsent = ByteBuffer.wrap(request);
    }
  }

  private long contentLength() {
    for (String line : head.toString().split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).equalsIgnoreCase("content-length")) {
        return Long.parseLong(line.substring(colon + 1).strip());
      }
    }
    return 0;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
