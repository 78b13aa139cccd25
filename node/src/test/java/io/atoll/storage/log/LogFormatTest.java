package io.atoll.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked example of FORMAT.md is what the code writes. */
class LogFormatTest {
  private static final Path FORMAT = Path.of("src/main/java/io/atoll/storage/FORMAT.md");

  @Test
  void theExampleInTheFormatIsWhatIsWritten() throws IOException {
    assertThat(written(SegmentHeader.PLAIN, StateWeight.UNKNOWN)).isEqualTo(example("log"));
  }

  @Test
  void theExampleWithWeightsIsWhatIsWritten() throws IOException {
    assertThat(written(SegmentHeader.WEIGHED, 0x1122334455667788L)).isEqualTo(example("weighed"));
  }

  private static String written(int version, long before) throws IOException {
    SimDisk disk = new SimDisk("disk");
    disk.createDirectories("log");
    LogWriter writer =
        new LogWriter(
            disk,
            version,
            0x0123456789abcdefL,
            1 << 10,
            new SegmentLedger(Collections.nCopies(8, LogPosition.ORIGIN)));
    writer.startSegment();
    FrameBuffer frame = new FrameBuffer(0);
    EntryCodec.put(frame, 5, 1, 0xfedcba9876543210L, ascii("key"), before, ascii("value"));
    EntryCodec.remove(frame, 2, 1, 7, ascii("old"), before);
    EntryCodec.dropRange(frame, 0, 3, new TokenRange(16, 32));
    writer.append(frame, true);
    String reserve = "00".repeat(64);
    String bytes = HexFormat.of().formatHex(disk.contents("log/0000000001.log"));
    assertThat(bytes).endsWith(reserve);
    return bytes.substring(0, bytes.length() - reserve.length());
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

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
