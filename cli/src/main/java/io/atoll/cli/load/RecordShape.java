package io.atoll.cli.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What of a record becomes key and value. Both go in as they stand in the input: a number keeps its
 * spelling, and a text is what it says, in UTF-8.
 *
 * @param keyField the field whose text is the key
 * @param valueField the field that is the value, or null for the whole record as JSON
 */
record RecordShape(String keyField, String valueField) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A field of a record.
   *
   * @param text what a text says; the source of anything else
   * @param isText whether it is a text
   */
  record Field(String text, boolean isText) {
    /** Whether it has parts, or is nothing at all, so that it can be no key. */
    boolean isNoScalar() {
      return !isText && (text.startsWith("{") || text.startsWith("[") || text.equals("null"));
    }
  }

  /** The record of a row. */
  LoadRecord record(long line, List<String> columns, List<String> fields) throws InputMistake {
    String key = fields.get(columns.indexOf(keyField));
    if (valueField != null) {
      String value = fields.get(columns.indexOf(valueField));
      return new LoadRecord(
          line, key(line, new Field(key, true)), LoadRecord.TEXT, utf8(line, "value", value));
    }
    ObjectNode object = JSON.createObjectNode();
    for (int i = 0; i < columns.size(); i++) {
      object.put(columns.get(i), fields.get(i));
    }
    try {
      byte[] whole = JSON.writeValueAsBytes(object);
      return new LoadRecord(line, key(line, new Field(key, true)), LoadRecord.JSON, whole);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The record of an object.
   *
   * @param value null for the whole record
   * @param whole the object as it was written
   */
  LoadRecord record(long line, Field key, Field value, byte[] whole) throws InputMistake {
    byte[] keyBytes = key(line, key);
    if (value == null) {
      return new LoadRecord(line, keyBytes, LoadRecord.JSON, whole);
    }
    return new LoadRecord(
        line,
        keyBytes,
        value.isText() ? LoadRecord.TEXT : LoadRecord.JSON,
        utf8(line, "value field '%s'".formatted(valueField), value.text()));
  }

  private byte[] key(long line, Field key) throws InputMistake {
    if (key.isNoScalar()) {
      throw new InputMistake(
          line,
          false,
          "key field '%s' is neither text nor a number: %s".formatted(keyField, shown(key.text())));
    }
    if (key.text().isEmpty()) {
      throw new InputMistake(
          line, false, "key field '%s' is empty: must be 1 byte or more".formatted(keyField));
    }
    return utf8(line, "key field '%s'".formatted(keyField), key.text());
  }

  /** A text in UTF-8, which half a surrogate pair has no place in. */
  private static byte[] utf8(long line, String what, String text) throws InputMistake {
    try {
      var encoded =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new InputMistake(
          line, false, what + " has half of a surrogate pair, which is no character");
    }
  }

  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
