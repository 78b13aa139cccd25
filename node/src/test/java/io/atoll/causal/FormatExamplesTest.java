package io.atoll.causal;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.wire.ContextText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The worked examples of {@code FORMAT.md} are what the code writes and reads. */
class FormatExamplesTest {
  private static final Path PAGE = Path.of("src/main/java/io/atoll/causal/FORMAT.md");
  private static final ContextSeal SEAL = new ContextSeal(utf8("0123456789abcdef"));
  private static final Actor A = new Actor(3, 1);
  private static final Actor B = new Actor(300, 2);
  private static final Siblings EXAMPLE =
      Siblings.EMPTY
          .put(
              A,
              new CausalContext(VersionVector.of(A, 16), 0),
              0x0102030405060708L,
              false,
              "text/plain",
              utf8("hi"))
          .put(A, CausalContext.EMPTY, 0x0102030405060709L, false, "", utf8(""))
          .put(B, CausalContext.EMPTY, 0x010203040506070AL, true, "", new byte[0]);

  @Test
  void theVectorOfTheExample() throws IOException {
    byte[] bytes = hexBlock("vector");
    assertThat(EXAMPLE.context().encode()).isEqualTo(bytes);
    assertThat(VersionVector.decode(bytes)).isEqualTo(EXAMPLE.context());
  }

  @Test
  void theSiblingsOfTheExample() throws IOException {
    byte[] bytes = hexBlock("siblings");
    assertThat(EXAMPLE.encode()).isEqualTo(bytes);
    assertThat(Siblings.decode(bytes)).isEqualTo(EXAMPLE);
  }

  @Test
  void theContextOfTheExample() throws IOException {
    byte[] bytes = hexBlock("context");
    assertThat(EXAMPLE.clientContext().encode()).isEqualTo(bytes);
    assertThat(CausalContext.decode(bytes)).isEqualTo(EXAMPLE.clientContext());
  }

  @Test
  void theContextOfTheWriterOfTheExample() throws IOException {
    Siblings after =
        Siblings.EMPTY
            .put(A, new CausalContext(VersionVector.of(A, 15), 0), 1, false, "", utf8("unread"))
            .put(A, CausalContext.EMPTY, 0x0102030405060708L, false, "text/plain", utf8("hi"));
    CausalContext answered = after.contextAfterPut(A, CausalContext.EMPTY);
    byte[] bytes = hexBlock("context of a writer");
    assertThat(answered.encode()).isEqualTo(bytes);
    assertThat(CausalContext.decode(bytes)).isEqualTo(answered);
  }

  @Test
  void theSealedContextOfTheExample() throws IOException {
    byte[] sealed = hexBlock("sealed context");
    assertThat(SEAL.seal(1, utf8("user"), EXAMPLE.clientContext())).isEqualTo(sealed);
    assertThat(SEAL.open(1, utf8("user"), sealed)).isEqualTo(EXAMPLE.clientContext());
    String text = block("context text").strip();
    assertThat(ContextText.of(sealed)).isEqualTo(text);
    assertThat(ContextText.parse(text)).isEqualTo(sealed);
  }

  private static byte[] hexBlock(String name) throws IOException {
    String hex = block(name).replaceAll("#[^\n]*", "").replaceAll("\\s", "");
    return HexFormat.of().parseHex(hex);
  }

  /** The fenced block under the heading of this name. */
  private static String block(String name) throws IOException {
    Matcher matcher =
        Pattern.compile("### Example: " + name + "\n.*?```\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(matcher.find()).as("an example named '%s' in %s", name, PAGE).isTrue();
    return matcher.group(1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
