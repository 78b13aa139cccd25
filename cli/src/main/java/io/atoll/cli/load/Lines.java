package io.atoll.cli.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The lines of a text in UTF-8, each as it was written; a byte order mark at the beginning is
 * passed over. Used by one thread.
 */
final class Lines {
  /** Far above any value that a node takes, so that an input without newlines fills no memory. */
  static final int MAX_BYTES = 16 << 20;

  private final InputStream in;
  private final byte[] block = new byte[1 << 16];
  private int position;
  private int limit;
  private boolean begun;
  private ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final ArrayDeque<Line> putBack = new ArrayDeque<>();
  private long number = 1;
  private long offset;

  /**
   * One line.
   *
   * @param number from 1
   * @param bytes without the newline, but with a carriage return before it
   * @param offset where in the input it begins
   */
  record Line(long number, byte[] bytes, long offset) {
    /** Its text. */
    String text() throws InputMistake {
      ByteBuffer from = ByteBuffer.wrap(bytes);
      CharBuffer to = CharBuffer.allocate(bytes.length);
      CharsetDecoder decoder =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      CoderResult result = decoder.decode(from, to, true);
      if (result.isError()) {
        throw new InputMistake(
            number,
            false,
            "not UTF-8: the byte 0x%02X at position %d of the line"
                .formatted(bytes[from.position()] & 0xff, from.position() + 1));
      }
      return to.flip().toString();
    }
  }

  Lines(InputStream in) {
    this.in = in;
  }

  /** The number of the line that comes next. */
  long number() {
    return putBack.isEmpty() ? number : putBack.getFirst().number();
  }

  /** How many bytes of the input lie before the line that comes next. */
  long offset() {
    Line first = putBack.peekFirst();
    return first == null ? offset : first.offset();
  }

  /**
   * The next line, or null at the end.
   *
   * @throws InputMistake when it is too long, and then the one behind it is next; or, and that is
   *     fatal, when the input is no UTF-8 at all
   */
  Line next() throws IOException, InputMistake {
    Line again = putBack.pollFirst();
    if (again != null) {
      return again;
    }
    if (!begun) {
      begin();
    }
    long from = offset;
    boolean tooLong = false;
    while (position < limit || fill()) {
      int newline = position;
      while (newline < limit && block[newline] != '\n') {
        newline++;
      }
      int length = newline - position;
      tooLong |= line.size() + length > MAX_BYTES;
      if (!tooLong) {
        line.write(block, position, length);
      }
      position = Math.min(limit, newline + 1);
      offset += length + (newline < limit ? 1 : 0);
      if (newline < limit) {
        return ended(from, tooLong);
      }
    }
    return line.size() > 0 || tooLong ? ended(from, tooLong) : null;
  }

  /** Makes lines come again, in their order, before all others. */
  void putBack(List<Line> lines) {
    lines.reversed().forEach(putBack::addFirst);
  }

  private Line ended(long from, boolean tooLong) throws InputMistake {
    byte[] bytes = line.toByteArray();
    line = new ByteArrayOutputStream(256);
    long of = number++;
    if (tooLong) {
      throw new InputMistake(
          of, false, "longer than %d MiB: must be one record".formatted(MAX_BYTES >> 20));
    }
    return new Line(of, bytes, from);
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(block, 0, block.length));
    return limit > 0;
  }

  /** Looks at the first bytes, by which encodings are told apart. */
  private void begin() throws IOException, InputMistake {
    begun = true;
    limit = in.readNBytes(block, 0, 4);
    String other = otherThanUtf8();
    if (other != null) {
      throw new InputMistake(1, true, other);
    }
    if (limit >= 3 && at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) {
      position = 3;
      offset = 3;
    }
  }

  private String otherThanUtf8() {
    if (limit < 2) {
      return null;
    }
    if (at(0) == 0x1F && at(1) == 0x8B) {
      return "the input is compressed by gzip: unpack it first, such as by zcat";
    }
    boolean marked = at(0) == 0xFF && at(1) == 0xFE || at(0) == 0xFE && at(1) == 0xFF;
    boolean wide =
        limit == 4
            && (at(0) == 0 && at(1) == 0
                || marked && at(2) == 0 && at(3) == 0
                || at(1) == 0 && at(2) == 0 && at(3) == 0);
    boolean everySecondIsZero =
        limit == 4 && (at(0) == 0) != (at(1) == 0) && (at(2) == 0) != (at(3) == 0);
    if (!marked && !wide && !everySecondIsZero) {
      return null;
    }
    String encoding = wide ? "UTF-32" : "UTF-16";
    return "the input is %s and must be UTF-8: convert it first, such as by iconv -f %s -t UTF-8"
        .formatted(encoding, encoding);
  }

  private int at(int index) {
    return block[index] & 0xff;
  }
}
