package io.atoll.cli.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * What of a record becomes key and value.
 *
 * @param keyField the field whose text is the key
 * @param valueField the field that is the value, or null for the whole record as JSON
 */
record RecordShape(String keyField, String valueField) {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /**
   * The record of an object.
   *
   * @param whole the object as it was written, or null to write it anew
   */
  LoadRecord record(long line, ObjectNode fields, byte[] whole) throws InputMistake {
    byte[] key = key(line, fields);
    if (valueField == null) {
      return new LoadRecord(line, key, LoadRecord.JSON, whole == null ? json(fields) : whole);
    }
    JsonNode value = field(line, fields, valueField, "--value-field");
    return value.isTextual()
        ? new LoadRecord(
            line, key, LoadRecord.TEXT, value.textValue().getBytes(StandardCharsets.UTF_8))
        : new LoadRecord(line, key, LoadRecord.JSON, json(value));
  }

  private byte[] key(long line, ObjectNode fields) throws InputMistake {
    JsonNode key = field(line, fields, keyField, "--key-field");
    if (!key.isValueNode() || key.isNull()) {
      throw new InputMistake(
          line,
          false,
          "key field '%s' is neither text nor a number: %s".formatted(keyField, shown(key)));
    }
    if (key.asText().isEmpty()) {
      throw new InputMistake(
          line, false, "key field '%s' is empty: must be 1 byte or more".formatted(keyField));
    }
    return key.asText().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode field(long line, ObjectNode fields, String name, String flag)
      throws InputMistake {
    JsonNode value = fields.get(name);
    if (value == null) {
      throw new InputMistake(
          line,
          false,
          "there is no field '%s' (%s); the record has %s".formatted(name, flag, names(fields)));
    }
    return value;
  }

  private static String names(ObjectNode fields) {
    Iterator<String> names = fields.fieldNames();
    StringBuilder text = new StringBuilder();
    for (int i = 0; names.hasNext() && i < 12; i++) {
      text.append(i == 0 ? "" : ", ").append(names.next());
    }
    return text.isEmpty() ? "none" : text + (names.hasNext() ? ", …" : "");
  }

  private static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static byte[] json(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
