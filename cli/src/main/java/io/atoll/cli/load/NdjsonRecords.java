package io.atoll.cli.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One JSON object on each line; empty lines are passed over. Of an object only its outline is read,
 * and what is taken from it is cut out of its text: nothing is read as a number and written again.
 */
final class NdjsonRecords implements RecordSource {
  private static final int SHOWN_NAMES = 12;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Lines.MAX_BYTES)
                  .maxNumberLength(Lines.MAX_BYTES)
                  .maxNameLength(Lines.MAX_BYTES)
                  .build())
          .build();

  private final Lines lines;
  private final RecordShape shape;

  NdjsonRecords(Lines lines, RecordShape shape) {
    this.lines = lines;
    this.shape = shape;
  }

  @Override
  public LoadRecord next() throws InputMistake, IOException {
    Lines.Line line;
    do {
      line = lines.next();
      if (line == null) {
        return null;
      }
    } while (isBlank(line.bytes()));
    String text = line.text();
    try (JsonParser parser = JSON.createParser(text.toCharArray())) {
      Outline outline = new Outline(line, text, parser);
      outline.read();
      return shape.record(
          line.number(),
          outline.field(shape.keyField(), outline.key, "--key-field"),
          shape.valueField() == null
              ? null
              : outline.field(shape.valueField(), outline.value, "--value-field"),
          withoutReturn(line.bytes()));
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      throw new InputMistake(
          line.number(), false, "not JSON%s: %s".formatted(where, e.getOriginalMessage()));
    }
  }

  @Override
  public long nextLine() {
    return lines.number();
  }

  @Override
  public long nextOffset() {
    return lines.offset();
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static byte[] withoutReturn(byte[] bytes) {
    int length = bytes.length;
    return bytes[length - 1] == '\r' ? Arrays.copyOf(bytes, length - 1) : bytes;
  }

  /** The names of an object's fields, and those two of them that matter. */
  private final class Outline {
    private final Lines.Line line;
    private final String text;
    private final JsonParser parser;
    private final List<String> names = new ArrayList<>();
    private RecordShape.Field key;
    private RecordShape.Field value;

    Outline(Lines.Line line, String text, JsonParser parser) {
      this.line = line;
      this.text = text;
      this.parser = parser;
    }

    void read() throws InputMistake, IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InputMistake(
            line.number(),
            false,
            "each line must be a JSON object, such as {\"%s\": …}".formatted(shape.keyField()));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (names.size() <= SHOWN_NAMES) {
          names.add(name);
        }
        RecordShape.Field field = value(parser.nextToken());
        if (name.equals(shape.keyField())) {
          key = field;
        }
        if (name.equals(shape.valueField())) {
          value = field;
        }
      }
      if (parser.nextToken() != null) {
        throw new InputMistake(
            line.number(),
            false,
            "not JSON: there is more behind the object that the line begins with");
      }
    }

    private RecordShape.Field value(JsonToken token) throws IOException {
      int from = (int) parser.currentTokenLocation().getCharOffset();
      if (token == JsonToken.VALUE_STRING) {
        return new RecordShape.Field(parser.getText(), true);
      }
      parser.skipChildren();
      int to = (int) parser.currentLocation().getCharOffset();
      return new RecordShape.Field(text.substring(from, to), false);
    }

    RecordShape.Field field(String name, RecordShape.Field found, String flag) throws InputMistake {
      if (found == null) {
        throw new InputMistake(
            line.number(),
            false,
            "there is no field '%s' (%s); the record has %s".formatted(name, flag, shownNames()));
      }
      return found;
    }

    private String shownNames() {
      if (names.isEmpty()) {
        return "none";
      }
      boolean all = names.size() <= SHOWN_NAMES;
      return String.join(", ", all ? names : names.subList(0, SHOWN_NAMES)) + (all ? "" : ", …");
    }
  }
}
