package io.atoll.cli.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values (RFC 4180). A field that begins with a quote ends with one, has quotes
 * doubled, and may run over lines; in any other a quote is a character. Empty lines are passed
 * over.
 *
 * <p>A stray quote looks like the beginning of a field that runs over all lines up to the next
 * quote. So a field may be as long as {@link Lines#MAX_BYTES}; and when no quote closes it, or one
 * does that more text follows, the row is wrong and reading goes on in the line behind its opening
 * quote. That costs no more than a second look at each line: one with an odd number of quotes
 * closes what was open before it.
 */
final class CsvRows implements Rows {
  private final Lines lines;
  private final char delimiter;

  CsvRows(Lines lines, char delimiter) {
    this.lines = lines;
    this.delimiter = delimiter;
  }

  @Override
  public Row next() throws InputMistake, IOException {
    Lines.Line line;
    do {
      line = lines.next();
      if (line == null) {
        return null;
      }
    } while (isEmpty(line.bytes()));
    Parsing row = new Parsing(line.number());
    row.take(line);
    while (row.isOpen()) {
      line = row.sizeBytes > Lines.MAX_BYTES ? null : nextOf(row);
      if (line == null) {
        throw row.failed("is not closed as far as line " + row.lastLine);
      }
      row.take(line);
    }
    return new Row(row.line, row.lastLine, row.fields);
  }

  private Lines.Line nextOf(Parsing row) throws InputMistake, IOException {
    try {
      return lines.next();
    } catch (InputMistake tooLong) {
      throw row.failed(
          "runs into line %d, which is %s".formatted(tooLong.line(), tooLong.getMessage()));
    }
  }

  private static boolean isEmpty(byte[] bytes) {
    return bytes.length == 0 || bytes.length == 1 && bytes[0] == '\r';
  }

  private enum Place {
    BEGINNING,
    PLAIN,
    QUOTED,
    /** Behind a quote in a quoted field, which may be the last one or the first of two. */
    AFTER_QUOTE,
    /** Behind a closing quote and blanks. */
    CLOSED
  }

  /** A row so far. */
  private final class Parsing {
    private final long line;
    private final List<String> fields = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private Place place = Place.BEGINNING;
    private long lastLine;
    private long quoteLine;
    private long sizeBytes;

    /** Those behind the line in which the last quote was opened. */
    private final List<Lines.Line> since = new ArrayList<>();

    Parsing(long line) {
      this.line = line;
    }

    boolean isOpen() {
      return place == Place.QUOTED;
    }

    void take(Lines.Line next) throws InputMistake {
      if (place == Place.QUOTED) {
        since.add(next);
        field.append('\n');
      }
      lastLine = next.number();
      sizeBytes += next.bytes().length;
      String text = text(next);
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\r' && i == text.length() - 1 && place != Place.QUOTED) {
          break;
        }
        take(c);
      }
      if (place != Place.QUOTED) {
        endField();
      }
    }

    private String text(Lines.Line next) throws InputMistake {
      try {
        return next.text();
      } catch (InputMistake mistake) {
        if (since.isEmpty()) {
          throw mistake;
        }
        throw failed(
            "runs into line %d, which is %s".formatted(next.number(), mistake.getMessage()));
      }
    }

    private void take(char c) throws InputMistake {
      switch (place) {
        case BEGINNING -> {
          if (c == '"') {
            place = Place.QUOTED;
            quoteLine = lastLine;
            since.clear();
          } else {
            plain(c);
          }
        }
        case PLAIN -> plain(c);
        case QUOTED -> {
          if (c == '"') {
            place = Place.AFTER_QUOTE;
          } else {
            field.append(c);
          }
        }
        case AFTER_QUOTE -> {
          if (c == '"') {
            field.append(c);
            place = Place.QUOTED;
          } else {
            closed(c);
          }
        }
        case CLOSED -> closed(c);
      }
    }

    private void plain(char c) {
      if (c == delimiter) {
        endField();
      } else {
        field.append(c);
        place = Place.PLAIN;
      }
    }

    private void closed(char c) throws InputMistake {
      if (c == delimiter) {
        endField();
      } else if (c == ' ' || c == '\t') {
        place = Place.CLOSED;
      } else {
        throw failed(
            "is closed in line %d with more text behind it: a quote in a quoted field is doubled"
                .formatted(lastLine));
      }
    }

    private void endField() {
      fields.add(field.toString());
      field.setLength(0);
      place = Place.BEGINNING;
    }

    /** What is wrong with the quote that was opened last; the lines behind it are next. */
    InputMistake failed(String how) {
      lines.putBack(since);
      return new InputMistake(
          line, false, "the quote that line %d opens %s".formatted(quoteLine, how));
    }
  }
}
