package io.atoll.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(told, true, StandardCharsets.UTF_8);

  @Test
  void whatWasWrittenLeavesTheExitCodeAsItIs() {
    assertThat(after(null).exitCode(4, err)).isEqualTo(4);
    assertThat(told.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void whatCouldNotBeWrittenIsToldAndNoSuccess() {
    assertThat(after("No space left on device").exitCode(0, err)).isEqualTo(1);
    assertThat(told.toString(StandardCharsets.UTF_8))
        .isEqualTo("atoll: the output cannot be written: No space left on device\n");
    assertThat(after("Bad file descriptor").exitCode(4, err)).isEqualTo(4);
  }

  @Test
  void aReaderThatHasGoneIsToldByTheExitCodeOnly() {
    assertThat(after("Broken pipe").exitCode(0, err)).isEqualTo(141);
    assertThat(told.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static StandardOutput after(String trouble) {
    StandardOutput output =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                if (trouble != null) {
                  throw new IOException(trouble);
                }
              }
            });
    PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    stream.println("x");
    return output;
  }
}
