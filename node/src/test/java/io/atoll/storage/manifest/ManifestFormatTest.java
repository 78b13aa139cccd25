package io.atoll.storage.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import io.atoll.storage.log.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked example of FORMAT.md is what the code writes. */
class ManifestFormatTest {
  private static final Path FORMAT = Path.of("src/main/java/io/atoll/storage/manifest/FORMAT.md");

  @Test
  void theExampleInTheFormatIsWhatIsWritten() throws IOException {
    assertThat(written(Account.NONE)).isEqualTo(example("manifest"));
  }

  @Test
  void theExampleWithAnAccountIsWhatIsWritten() throws IOException {
    Doubt doubt = new Doubt(5, 1, TokenRange.closed(0x30, 0x3f));
    assertThat(written(new Account(new byte[] {(byte) 0xab, (byte) 0xcd}, List.of(doubt))))
        .isEqualTo(example("account"));
  }

  private static String written(Account account) throws IOException {
    SimDisk disk = new SimDisk("disk");
    disk.createDirectories("shard-003");
    new ManifestFile(disk, 3)
        .replace(
            new ShardState(
                List.of(
                    new TableMeta(
                        7,
                        1,
                        4,
                        6,
                        TokenRange.closed(0x10L, 0xffff_0000_0000_0000L),
                        90,
                        2,
                        8192,
                        7000)),
                List.of(new RangeTombstone(1, new TokenRange(0xfff0_0000_0000_0000L, 0), 9)),
                List.of(
                    new MissingRange(
                        1, TokenRange.closed(0x20, 0x2f), 6, "quarantine/0000000005.table", 4096)),
                8,
                9,
                new LogPosition(2, 1234),
                account));
    return HexFormat.of().formatHex(disk.contents("shard-003/manifest"));
  }

  /** The hexadecimal digits of the code block under a heading that names it. */
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
