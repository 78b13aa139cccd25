package io.atoll.cli.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Rows of fields, the first naming the columns. Fields are texts; a whole record as a value is a
 * JSON object of texts.
 */
final class TableRecords implements RecordSource {
  private final Lines lines;
  private final Rows rows;
  private final RecordShape shape;
  private final boolean filling;
  private List<String> columns;

  /**
   * @param lines what the rows are made of
   * @param filling whether a row that ends early has empty fields at its end
   */
  TableRecords(Lines lines, Rows rows, RecordShape shape, boolean filling) {
    this.lines = lines;
    this.rows = rows;
    this.shape = shape;
    this.filling = filling;
  }

  @Override
  public LoadRecord next() throws InputMistake, IOException {
    if (columns == null) {
      Rows.Row header = header();
      if (header == null) {
        return null;
      }
      columns = columns(header);
    }
    Rows.Row row = rows.next();
    return row == null ? null : shape.record(row.line(), columns, whole(row));
  }

  @Override
  public long nextLine() {
    return lines.number();
  }

  @Override
  public long nextOffset() {
    return lines.offset();
  }

  /** Without the names of the columns nothing behind them can be read. */
  private Rows.Row header() throws InputMistake, IOException {
    try {
      return rows.next();
    } catch (InputMistake mistake) {
      throw new InputMistake(mistake.line(), true, mistake.getMessage());
    }
  }

  private List<String> whole(Rows.Row row) throws InputMistake {
    List<String> fields = row.fields();
    int missing = columns.size() - fields.size();
    if (missing == 0) {
      return fields;
    }
    if (missing > 0 && filling) {
      List<String> filled = new ArrayList<>(fields);
      for (int i = 0; i < missing; i++) {
        filled.add("");
      }
      return filled;
    }
    String lines = row.lastLine() == row.line() ? "" : " up to line " + row.lastLine();
    throw new InputMistake(
        row.line(),
        false,
        "%d fields%s; the first line names %d columns"
            .formatted(fields.size(), lines, columns.size()));
  }

  private List<String> columns(Rows.Row header) throws InputMistake {
    List<String> names = header.fields();
    String there = String.join(", ", names);
    if (there.indexOf('\r') >= 0 && header.lastLine() == header.line()) {
      throw new InputMistake(
          header.line(), true, "lines end by a carriage return alone: must end by a newline");
    }
    if (new LinkedHashSet<>(names).size() < names.size()) {
      throw new InputMistake(header.line(), true, "a column occurs twice: " + there);
    }
    for (String wanted : new String[] {shape.keyField(), shape.valueField()}) {
      if (wanted != null && !names.contains(wanted)) {
        throw new InputMistake(
            header.line(),
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
}
