package io.atoll.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  @Test
  void wordsAreTheBytesOfTheProcessWhateverJavaMadeOfThem() {
    byte[] process = bytes("java\0-cp\0x\0Main\0put\0é\0\0\uFFFD\0");

    assertThat(Arguments.of(new String[] {"put", "??", "", "???"}, process))
        .containsExactly("put", "é", "", "\uFFFD");
    assertThat(Arguments.of(new String[] {"put", "Ã©", "", "ï¿½"}, process))
        .containsExactly("put", "é", "", "\uFFFD");
  }

  @Test
  void whatIsNotUtf8IsRefusedByItsPlace() {
    ByteArrayOutputStream process = new ByteArrayOutputStream();
    process.writeBytes(bytes("java\0put\0"));
    process.write(0xE9);
    process.writeBytes(bytes("\0v\0"));

    assertThatThrownBy(() -> Arguments.of(new String[] {"put", "é", "v"}, process.toByteArray()))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("argument 2 is not UTF-8: must be, in any locale");
    assertThatThrownBy(() -> Arguments.of(new String[] {"put", "\uFFFD", "v"}, new byte[0]))
        .isInstanceOf(CommandFailure.class);
  }

  @Test
  void withoutThoseBytesWordsAreAsJavaDecodedThem() {
    assertThat(Arguments.of(new String[] {"put", "é"}, new byte[0])).containsExactly("put", "é");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
