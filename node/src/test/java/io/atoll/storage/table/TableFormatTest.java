package io.atoll.storage.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked example of FORMAT.md is what the code writes. */
class TableFormatTest {
  private static final Path FORMAT = Path.of("src/main/java/io/atoll/storage/table/FORMAT.md");

  @Test
  void theExampleInTheFormatIsWhatIsWritten() throws IOException {
    byte[] written =
        TestTables.write(
            TableSettings.DEFAULT.withCompression(Compression.NONE),
            List.of(
                TestEntry.of(0x0123456789abcdefL, "key", "value"),
                TestEntry.of(0x0123456789abff00L, "old", null),
                TestEntry.of(0xfedcba9876543210L, "z", "")));
    assertThat(HexFormat.of().formatHex(written)).isEqualTo(example("table"));
  }

  /** The hexadecimal digits of the code block that is named so. */
  private static String example(String name) throws IOException {
    String text = Files.readString(FORMAT);
    Matcher block = Pattern.compile("```hex " + name + "\n(.*?)```", Pattern.DOTALL).matcher(text);
    assertThat(block.find()).isTrue();
    StringBuilder digits = new StringBuilder();
    for (String line : block.group(1).lines().toList()) {
      digits.append(line.replaceAll("#.*", "").replaceAll("\\s", ""));
    }
    return digits.toString();
  }
}
