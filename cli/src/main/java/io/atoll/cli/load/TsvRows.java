package io.atoll.cli.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tab-separated values: a row is a line, its fields stand between tabs, and a quote is a character
 * as any other. Empty lines are passed over.
 *
 * <p>In the format as it is registered ({@code text/tab-separated-values}) no field can have a tab
 * or a newline, and nothing has a special meaning. Databases write the same with {@code \t}, {@code
 * \n}, {@code \r} and {@code \\} in fields; which of both a file is, only its owner can tell.
 */
final class TsvRows implements Rows {
  private final Lines lines;
  private final boolean escapes;

  /**
   * @param escapes whether a backslash begins an escape
   */
  TsvRows(Lines lines, boolean escapes) {
    this.lines = lines;
    this.escapes = escapes;
  }

  @Override
  public Row next() throws InputMistake, IOException {
    Lines.Line line;
    String text;
    do {
      line = lines.next();
      if (line == null) {
        return null;
      }
      text = line.text();
      if (text.endsWith("\r")) {
        text = text.substring(0, text.length() - 1);
      }
    } while (text.isEmpty());
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int tab = text.indexOf('\t'); tab >= 0; tab = text.indexOf('\t', from)) {
      fields.add(field(line, text.substring(from, tab)));
      from = tab + 1;
    }
    fields.add(field(line, text.substring(from)));
    return new Row(line.number(), line.number(), fields);
  }

  private String field(Lines.Line line, String text) throws InputMistake {
    if (!escapes || text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder field = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        field.append(c);
        continue;
      }
      i++;
      char escaped = i < text.length() ? text.charAt(i) : 0;
      field.append(
          switch (escaped) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case '\\' -> '\\';
            default ->
                throw new InputMistake(
                    line.number(),
                    false,
                    "a backslash that begins no escape: must be \\t, \\n, \\r or \\\\");
          });
    }
    return field.toString();
  }
}
