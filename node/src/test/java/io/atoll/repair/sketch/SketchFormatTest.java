package io.atoll.repair.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atoll.bytes.MalformedBytesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes are those of FORMAT.md, and no others are taken. */
class SketchFormatTest {
  private static final Path PAGE = Path.of("src/main/java/io/atoll/repair/sketch/FORMAT.md");

  /** The set of the examples: three keys, of which two have the same token. */
  private static final long[][] ENTRIES = {
    {5, weight("apple", "red")}, {5, weight("pear", "green")}, {-2, weight("plum", "blue")}
  };

  @Test
  void theWeightsAreThoseOfTheExamples() throws IOException {
    StringBuilder weights = new StringBuilder();
    for (long[] entry : ENTRIES) {
      weights.append("%016x".formatted(entry[1]));
    }
    assertThat(weights.toString()).isEqualTo(example("weights"));
  }

  @Test
  void theSketchIsThatOfTheExample() throws IOException {
    assertThat(hex(SketchFormat.encode(sketch()))).isEqualTo(example("sketch"));
    byte[] bytes = HexFormat.of().parseHex(example("sketch"));
    assertThat(SketchFormat.decode(TwoSides.KEY, bytes)).isEqualTo(sketch());
  }

  @Test
  void theFingerprintIsThatOfTheExample() throws IOException {
    Fingerprint fingerprint = Fingerprint.of(0x0102030405060708L, sketch(), 1);
    assertThat(hex(fingerprint.encode())).isEqualTo(example("fingerprint"));
    byte[] bytes = HexFormat.of().parseHex(example("fingerprint"));
    assertThat(Fingerprint.decode(bytes)).isEqualTo(fingerprint);
  }

  @Test
  void theCellsAreThoseOfTheExample() throws IOException {
    Cells cells = new Cells(TwoSides.KEY, 0, 4);
    for (long[] entry : ENTRIES) {
      cells.change(entry[0], SketchKey.NO_WEIGHT, entry[1]);
    }
    assertThat(hex(cells.encode())).isEqualTo(example("cells"));
    byte[] bytes = HexFormat.of().parseHex(example("cells"));
    assertThat(Cells.decode(TwoSides.KEY, bytes)).isEqualTo(cells);
  }

  @Test
  void walksAreThoseOfTheExample() throws IOException {
    StringBuilder cells = new StringBuilder();
    CellWalk walk = new CellWalk();
    for (long token : new long[] {5, PrimeField.element(-2)}) {
      for (walk.start(TwoSides.KEY.seed(token)); walk.cell() < 1_000_000; walk.next()) {
        cells.append(' ').append(walk.cell());
      }
      cells.append('\n');
    }
    assertThat(Files.readString(PAGE)).contains("```walks\n" + cells + "```");
  }

  @Test
  void whatIsEncodedIsDecoded() {
    SplittableRandom random = new SplittableRandom(31);
    for (int capacity = 1; capacity <= Sketch.MAX_CAPACITY; capacity += 9) {
      Sketch sketch = TwoSides.random(random, 5, capacity).difference(capacity);
      byte[] bytes = SketchFormat.encode(sketch);
      assertThat(SketchFormat.decode(TwoSides.KEY, bytes)).isEqualTo(sketch);
      assertThat(bytes).hasSizeLessThanOrEqualTo(13 + 8 * (2 * capacity + 1 + Sketch.LEVELS));
    }
    Sketch empty = new Sketch(TwoSides.KEY, 16);
    assertThat(SketchFormat.encode(empty)).hasSize(12);
    assertThat(SketchFormat.decode(TwoSides.KEY, SketchFormat.encode(empty))).isEqualTo(empty);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "02 01 0000000000000000 00 00 | byte 0: version is 2: must be 1",
        "01 00 0000000000000000 00 00 | byte 1: capacity is 0: must be 1 to 64",
        "01 41 0000000000000000 00 00 | byte 1: capacity is 65: must be 1 to 64",
        "01 01 00000000000000 | byte 2: number of keys needs 8 bytes, but only 7 are left",
        "01 01 0000000000000000 04 | byte 10: number of power sums is 4; must be 0 to 3",
        "01 01 0000000000000000 00 15 | byte 11: number of levels is 21; must be 0 to 20",
        "01 01 0000000000000000 01 0000000000000000 00"
            + " | byte 11: power sums end in a zero, which is left out",
        "01 01 0000000000000000 01 ffffffffffffffc5 00"
            + " | byte 11: power sums: 18446744073709551557 is not below 2^64 - 59",
        "01 01 0000000000000000 00 00 00 | byte 12: 1 bytes too many",
      })
  void otherBytesAreRefused(String hex, String message) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatExceptionOfType(MalformedBytesException.class)
        .isThrownBy(() -> SketchFormat.decode(TwoSides.KEY, bytes))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00 00 00 | byte 0: version is 0: must be 1",
        "01 81808008 00 | byte 1: number of the first cell is 16777217; must be 0 to 16777216",
        "01 00 01 00 | byte 2: number of cells is 1, but the bytes left have room for at most 0",
        "01 00 00 00 | byte 3: 1 bytes too many",
      })
  void otherBytesAreNotCells(String hex, String message) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatExceptionOfType(MalformedBytesException.class)
        .isThrownBy(() -> Cells.decode(TwoSides.KEY, bytes))
        .withMessage(message);
  }

  private static Sketch sketch() {
    Sketch sketch = new Sketch(TwoSides.KEY, 2);
    for (long[] entry : ENTRIES) {
      sketch.change(entry[0], SketchKey.NO_WEIGHT, entry[1]);
    }
    return sketch;
  }

  private static long weight(String key, String state) {
    byte[] bytes = state.getBytes(StandardCharsets.US_ASCII);
    return TwoSides.KEY.weight(key.getBytes(StandardCharsets.US_ASCII), bytes, 0, bytes.length);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** The hexadecimal digits of the code block under a heading that names it. */
  private static String example(String name) throws IOException {
    String text = Files.readString(PAGE);
    Matcher block = Pattern.compile("```hex " + name + "\n(.*?)```", Pattern.DOTALL).matcher(text);
    assertThat(block.find()).isTrue();
    StringBuilder digits = new StringBuilder();
    for (String line : block.group(1).lines().toList()) {
      digits.append(line.replaceAll("#.*", "").replaceAll("\\s", ""));
    }
    return digits.toString();
  }
}
