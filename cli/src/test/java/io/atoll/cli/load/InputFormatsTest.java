package io.atoll.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What files of the wild hold, and what becomes of it: {@code key=value} or {@code line: mistake}.
 */
class InputFormatsTest {
  private enum Format {
    NDJSON,
    CSV,
    TSV,
    ESCAPED_TSV,
    FILLED_CSV
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.10",
        "10.0",
        "100.00",
        "-0",
        "-0.0",
        "1E400",
        "1e-7",
        "0.1000000000000000055511151231257827",
        "123456789012345678901234567890",
        "true",
        "false"
      })
  void aNumberKeepsItsSpellingAsKeyAndAsValue(String number) {
    assertThat(read(Format.NDJSON, "{\"k\":%s,\"v\":%s}".formatted(number, number)))
        .containsExactly(number + "=" + number);
    assertThat(read(Format.NDJSON, "{ \"v\" : %s\t, \"k\" :\t%s }".formatted(number, number)))
        .containsExactly(number + "=" + number);
  }

  @Test
  void aNumberOfAnyLengthIsNoMoreThanItsDigits() {
    String digits = "9".repeat(100_000);
    assertThat(read(Format.NDJSON, "{\"k\":1,\"v\":%s}".formatted(digits)))
        .containsExactly("1=" + digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1.10,  \"b\" : [1E5, -0 ]}",
        "[ ]",
        "{\"escaped \\u00e9 \\/ \\uD83D\\uDE00\": \"\\u0041\"}",
        "null",
        "[\"}\", \"\\\"]\", {}]"
      })
  void aNestedValueIsTheBytesOfItsSource(String source) {
    assertThat(read(Format.NDJSON, "{\"v\":%s,\"k\":\"k\"}".formatted(source)))
        .containsExactly("k=" + source);
    assertThat(read(Format.NDJSON, "{\"k\":\"k\", \"v\": %s }".formatted(source)))
        .containsExactly("k=" + source);
  }

  @Test
  void textIsWhatItSays() {
    assertThat(read(Format.NDJSON, "{\"k\":\"\\u00e9\\t\\u0000\",\"v\":\"\\uD83D\\uDE00 \\\"\"}"))
        .containsExactly("\u00e9\t\0=\uD83D\uDE00 \"");
    assertThat(read(Format.NDJSON, "{\"\\u006b\":\"name escaped\",\"v\":\"\"}"))
        .containsExactly("name escaped=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"k\":\"\\uD800\",\"v\":\"\"}|1: key field 'k' has half of a surrogate pair, which is no"
            + " character",
        "{\"k\":\"a\",\"v\":\"x\\uDC00y\"}|1: value field 'v' has half of a surrogate pair, which"
            + " is no character",
        "{\"k\":1,\"k\":2,\"v\":3}|1: not JSON at column 11: Duplicate field 'k'",
        "{\"k\":1,\"v\":{\"a\":1,\"a\":2}}|1: not JSON at column 22: Duplicate field 'a'",
        "{\"k\":1,\"v\":2} {}|1: not JSON: there is more behind the object that the line begins"
            + " with",
        "{\"k\":NaN,\"v\":2}|1: not JSON at column 9: Non-standard token 'NaN': enable"
            + " `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow",
        "{\"k\":{},\"v\":2}|1: key field 'k' is neither text nor a number: {}",
        "{\"k\":null,\"v\":2}|1: key field 'k' is neither text nor a number: null",
        "{\"k\":\"\",\"v\":2}|1: key field 'k' is empty: must be 1 byte or more",
        "{\"k\":1}|1: there is no field 'v' (--value-field); the record has k",
        "[]|1: each line must be a JSON object, such as {\"k\": …}"
      })
  void whatIsNoRecordIsToldWithItsLineAndTheRestGoesOn(String line, String told) {
    assertThat(read(Format.NDJSON, line + "\n{\"k\":\"next\",\"v\":\"x\"}\n"))
        .containsExactly(told, "next=x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a,1~b,2|a=1 b=2",
        "\"a\",\"1,\"\"x\"\"\"~b,2|a=1,\"x\" b=2",
        "a,5\" disk~b,2|a=5\" disk b=2",
        "a,\"x\" ~b,2|a=x b=2",
        "a,\"\"~b,2|a= b=2",
        "a,1^~~^~b,\"x^~y\"^~|a=1 b=x^~y",
        "a,\"open~b,2~c,3|2: the quote that line 2 opens is not closed as far as line 4 b=2 c=3",
        "a,\"open~b,\"2\"~c,3|2: the quote that line 2 opens is closed in line 3 with more text"
            + " behind it: a quote in a quoted field is doubled b=2 c=3",
        "a,\"1\"x~b,2|2: the quote that line 2 opens is closed in line 2 with more text behind it:"
            + " a quote in a quoted field is doubled b=2",
        "\"a~b\",1,2~c,3|2: 3 fields up to line 3; the first line names 2 columns c=3",
        "\"a~b\",\"open~c,3|2: the quote that line 3 opens is not closed as far as line 4 c=3",
        "a~b,2|2: 1 fields; the first line names 2 columns b=2"
      })
  void aCsvFile(String rows, String told) {
    assertThat(String.join(" ", read(Format.CSV, table("k,v", rows))))
        .isEqualTo(told.replace('^', '\r').replace('~', '\n'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "q5>\"open~b>2|q5=\"open b=2",
        "\"a\">\"1\"~b>2|\"a\"=\"1\" b=2",
        "a>c:\\new^~b>|a=c:\\new b=",
        "a>1>2~b>2|2: 3 fields; the first line names 2 columns b=2"
      })
  void aTsvFileHasNoQuotesAndNoEscapes(String rows, String told) {
    assertThat(String.join(" ", read(Format.TSV, table("k>v", rows)))).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a>x\\ty\\\\n\\n|a=x>y\\n~",
        "a>c:\\dir~b>1|2: a backslash that begins no escape: must be \\t, \\n, \\r or \\\\ b=1",
        "a>1\\~b>1|2: a backslash that begins no escape: must be \\t, \\n, \\r or \\\\ b=1"
      })
  void aTsvFileOfADatabaseHasEscapesWhereAskedFor(String rows, String told) {
    assertThat(String.join(" ", read(Format.ESCAPED_TSV, table("k>v", rows))))
        .isEqualTo(told.replace('>', '\t').replace('~', '\n'));
  }

  @Test
  void linesWithoutNewlinesAreToldForWhatTheyAre() {
    String told = "1! lines end by a carriage return alone: must end by a newline";
    assertThat(read(Format.CSV, "k,v\ra,1\rb,2\r")).containsExactly(told);
    assertThat(read(Format.TSV, "k\tv\ra\t1\rb\t2\r")).containsExactly(told);
  }

  @Test
  void fieldsMissingAtTheEndAreEmptyWhereAskedFor() {
    assertThat(read(Format.FILLED_CSV, "k,x,v\na\nb,1\nc,1,2\nd,1,2,3\n"))
        .containsExactly("a=", "b=", "c=2", "5: 4 fields; the first line names 3 columns");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"k\",\"v\"\na,1\n", "k,v\na,1\n", "k,v\r\na,1\r\n"})
  void aByteOrderMarkIsNoPartOfTheFirstName(String text) {
    assertThat(read(Format.CSV, "\uFEFF" + text)).containsExactly("a=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
  void anotherEncodingIsRefusedInOneLine(String charset) {
    String encoding = charset.substring(0, 6);
    String told =
        "1! the input is %s and must be UTF-8: convert it first, such as by iconv -f %s -t UTF-8"
            .formatted(encoding, encoding);
    Charset encoded = Charset.forName(charset);
    assertThat(read(Format.CSV, "k,v\na,1\n".getBytes(encoded))).containsExactly(told);
    assertThat(read(Format.NDJSON, "{\"k\":1}\n".getBytes(encoded))).containsExactly(told);
    assertThat(read(Format.TSV, "\uFEFFk\tv\n".getBytes(encoded))).containsExactly(told);
  }

  @Test
  void bytesThatAreNotUtf8AreToldWithTheirLineAndTheRestGoesOn() {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes("k,v\na,caf".getBytes(StandardCharsets.UTF_8));
    input.write(0xE9);
    input.writeBytes("\nb,2\nc,\"x\n".getBytes(StandardCharsets.UTF_8));
    // Half a surrogate pair as it would be in UTF-8.
    input.writeBytes(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
    input.writeBytes("\",1\nd,4\n".getBytes(StandardCharsets.UTF_8));

    assertThat(read(Format.CSV, input.toByteArray()))
        .containsExactly(
            "2: not UTF-8: the byte 0xE9 at position 6 of the line",
            "b=2",
            "4: the quote that line 4 opens runs into line 5, which is not UTF-8: the byte 0xED at"
                + " position 1 of the line",
            "5: not UTF-8: the byte 0xED at position 1 of the line",
            "d=4");
  }

  @Test
  void aLineWithoutEndIsToldAndTheRestGoesOn() {
    String input = "k,v\na," + "x".repeat(Lines.MAX_BYTES) + "\nb,2\n";
    assertThat(read(Format.CSV, input))
        .containsExactly("2: longer than 16 MiB: must be one record", "b=2");
  }

  @Test
  void aQuoteThatIsNeverClosedIsGivenUpAfterABound() {
    String lines = "x,yyyyyyyyyyyyy\n".repeat(Lines.MAX_BYTES / 16 + 10);
    List<String> read = read(Format.CSV, "k,v\na,\"open\n" + lines);
    assertThat(read).hasSize(Lines.MAX_BYTES / 16 + 11);
    assertThat(read.getFirst()).startsWith("2: the quote that line 2 opens is not closed");
    assertThat(read.getLast()).isEqualTo("x=yyyyyyyyyyyyy");
  }

  @Property(tries = 300)
  void anyTextComesBackFromCsv(
      @ForAll @Size(max = 6)
          List<@Size(max = 8) List<@Chars({'"', ',', '\n', '\r', 'a', ' ', '\t', 'é'}) Character>>
              values) {
    StringBuilder file = new StringBuilder("k,v\n");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String value = text(values.get(i));
      file.append(i).append(",\"").append(value.replace("\"", "\"\"")).append("\"\r\n");
      expected.add(i + "=" + value);
    }
    assertThat(read(Format.CSV, file.toString())).isEqualTo(expected);
  }

  @Property(tries = 300)
  void anyTextComesBackFromEscapedTsv(
      @ForAll @Size(max = 6)
          List<@Size(max = 8) List<@Chars({'\\', '\t', '\n', '\r', 'n', '"', 'é'}) Character>>
              values) {
    StringBuilder file = new StringBuilder("k\tv\n");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String value = text(values.get(i));
      file.append(i)
          .append('\t')
          .append(
              value
                  .replace("\\", "\\\\")
                  .replace("\t", "\\t")
                  .replace("\n", "\\n")
                  .replace("\r", "\\r"))
          .append('\n');
      expected.add(i + "=" + value);
    }
    assertThat(read(Format.ESCAPED_TSV, file.toString())).isEqualTo(expected);
  }

  @Property(tries = 300)
  void anyTextComesBackFromNdjson(@ForAll String text) throws IOException {
    ObjectNode object = new JsonMapper().createObjectNode().put("k", "k").put("v", text);
    List<String> read = read(Format.NDJSON, new JsonMapper().writeValueAsString(object));
    boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(text);
    assertThat(read).hasSize(1);
    if (whole) {
      assertThat(read.getFirst()).isEqualTo("k=" + text);
    }
  }

  /** Whatever the bytes, every line is in a record or in a mistake, and reading comes to an end. */
  @Property(tries = 1000)
  void noBytesStopTheReading(@ForAll byte[] bytes) {
    for (Format format : Format.values()) {
      read(format, bytes);
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      file.writeBytes("k\tv\n".getBytes(StandardCharsets.UTF_8));
      file.writeBytes(bytes);
      file.writeBytes("\nlast\t1\n".getBytes(StandardCharsets.UTF_8));
      if (format == Format.TSV) {
        assertThat(read(format, file.toByteArray())).endsWith("last=1");
      }
    }
  }

  private static String text(List<Character> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::append);
    return text.toString();
  }

  private static String table(String header, String rows) {
    return (header + "~" + rows + "~").replace('>', '\t').replace('^', '\r').replace('~', '\n');
  }

  private static List<String> read(Format format, String input) {
    return read(format, input.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> read(Format format, byte[] input) {
    Lines lines = new Lines(new ByteArrayInputStream(input));
    RecordShape shape = new RecordShape("k", "v");
    RecordSource source =
        switch (format) {
          case NDJSON -> new NdjsonRecords(lines, shape);
          case CSV -> new TableRecords(lines, new CsvRows(lines, ','), shape, false);
          case FILLED_CSV -> new TableRecords(lines, new CsvRows(lines, ','), shape, true);
          case TSV -> new TableRecords(lines, new TsvRows(lines, false), shape, false);
          case ESCAPED_TSV -> new TableRecords(lines, new TsvRows(lines, true), shape, false);
        };
    List<String> read = new ArrayList<>();
    while (true) {
      try {
        LoadRecord record = source.next();
        if (record == null) {
          return read;
        }
        read.add(utf8(record.key()) + "=" + utf8(record.value()));
      } catch (InputMistake mistake) {
        read.add(mistake.line() + (mistake.isFatal() ? "! " : ": ") + mistake.getMessage());
        if (mistake.isFatal()) {
          return read;
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
