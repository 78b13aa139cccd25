package io.atoll.cli.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** One JSON object on each line; empty lines are passed over. */
final class NdjsonRecords implements RecordSource {
  /** Far above any value that a node takes, so that a file without newlines fills no memory. */
  static final int MAX_LINE_BYTES = 64 << 20;

  private final InputStream in;
  private final RecordShape shape;
  private long line;

  /**
   * @param in buffered
   */
  NdjsonRecords(InputStream in, RecordShape shape) {
    this.in = in;
    this.shape = shape;
  }

  @Override
  public LoadRecord next() throws InputMistake, IOException {
    byte[] bytes;
    do {
      bytes = line();
      if (bytes == null) {
        return null;
      }
    } while (isBlank(bytes));
    JsonNode tree;
    try {
      tree = RecordShape.JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      throw new InputMistake(
          line, false, "not JSON%s: %s".formatted(where, e.getOriginalMessage()));
    }
    if (!(tree instanceof ObjectNode fields)) {
      throw new InputMistake(
          line,
          false,
          "each line must be a JSON object, such as {\"%s\": …}".formatted(shape.keyField()));
    }
    return shape.record(line, fields, bytes);
  }

  /** The bytes of the next line without its end, or null at the end. */
  private byte[] line() throws IOException, InputMistake {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    int b = in.read();
    if (b < 0) {
      return null;
    }
    line++;
    if (line == 1 && b == 0xEF) {
      b = skipByteOrderMark(bytes);
    }
    while (b >= 0 && b != '\n') {
      if (bytes.size() == MAX_LINE_BYTES) {
        throw new InputMistake(
            line,
            true,
            "longer than %d MiB: NDJSON has one record on each line"
                .formatted(MAX_LINE_BYTES >> 20));
      }
      bytes.write(b);
      b = in.read();
    }
    byte[] whole = bytes.toByteArray();
    int length = whole.length;
    return length > 0 && whole[length - 1] == '\r' ? Arrays.copyOf(whole, length - 1) : whole;
  }

  private int skipByteOrderMark(ByteArrayOutputStream bytes) throws IOException {
    int second = in.read();
    int third = in.read();
    if (second == 0xBB && third == 0xBF) {
      return in.read();
    }
    bytes.write(0xEF);
    if (second >= 0) {
      bytes.write(second);
    }
    return third;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }
}
