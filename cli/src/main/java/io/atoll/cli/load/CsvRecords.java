package io.atoll.cli.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Comma- or tab-separated values (RFC 4180), the first record naming the columns. Fields are texts;
 * a whole record as a value is a JSON object of texts.
 */
final class CsvRecords implements RecordSource {
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final RecordShape shape;
  private List<String> columns;

  CsvRecords(InputStream in, char delimiter, RecordShape shape) throws IOException {
    this.shape = shape;
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(delimiter).setIgnoreEmptyLines(true).get();
    parser =
        CSVParser.builder()
            .setReader(
                new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)))
            .setFormat(format)
            .get();
    records = parser.iterator();
  }

  @Override
  public LoadRecord next() throws InputMistake {
    if (columns == null) {
      CSVRecord header = read();
      if (header == null) {
        return null;
      }
      columns = columns(header);
    }
    long line = parser.getCurrentLineNumber() + 1;
    CSVRecord record = read();
    if (record == null) {
      return null;
    }
    if (record.size() != columns.size()) {
      throw new InputMistake(
          line,
          false,
          "%d fields; the first line names %d columns".formatted(record.size(), columns.size()));
    }
    ObjectNode fields = RecordShape.JSON.createObjectNode();
    for (int i = 0; i < columns.size(); i++) {
      fields.put(columns.get(i), record.get(i));
    }
    return shape.record(line, fields, null);
  }

  private List<String> columns(CSVRecord header) throws InputMistake {
    List<String> names = header.toList();
    if (names.getFirst().startsWith("\uFEFF")) {
      names.set(0, names.getFirst().substring(1));
    }
    String there = String.join(", ", names);
    if (new LinkedHashSet<>(names).size() < names.size()) {
      throw new InputMistake(1, true, "a column occurs twice: " + there);
    }
    for (String wanted : new String[] {shape.keyField(), shape.valueField()}) {
      if (wanted != null && !names.contains(wanted)) {
        throw new InputMistake(
            1,
            true,
            "there is no column '%s' (%s); the first line names %s"
                .formatted(
                    wanted,
                    wanted.equals(shape.keyField()) ? "--key-field" : "--value-field",
                    there));
      }
    }
    return names;
  }

  private CSVRecord read() throws InputMistake {
    long line = parser.getCurrentLineNumber() + 1;
    try {
      return records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      Throwable cause = e.getCause();
      boolean coding = cause instanceof CharacterCodingException;
      throw new InputMistake(
          line,
          true,
          coding ? "not UTF-8, here or a little further down" : "not CSV: " + cause.getMessage());
    }
  }
}
