package io.atoll.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecordSourceTest {
  private static final RecordShape WHOLE = new RecordShape("id", null);

  @Test
  void linesEndAsTheyLikeAndTheLastNeedsNoEnd() throws Exception {
    RecordSource source = ndjson("\uFEFF{\"id\":1}\r\n\n{\"id\":2}");

    assertThat(text(source.next())).isEqualTo("1 1 {\"id\":1}");
    assertThat(text(source.next())).isEqualTo("3 2 {\"id\":2}");
    assertThat(source.next()).isNull();
  }

  @Test
  void jsonThatSaysTwoThingsIsRefused() {
    assertThat(mistake(ndjson("{\"id\":1,\"id\":2}\n")).getMessage()).contains("Duplicate field");
    assertThat(mistake(ndjson("{\"id\":1} {\"id\":2}\n")).getMessage()).contains("not JSON");
  }

  @Test
  void csvLinesAreCountedAcrossQuotedNewlines() throws Exception {
    RecordSource source = csv("\uFEFFid,text\n1,\"a\nb\"\n2,c,d\n3,e\n");

    assertThat(text(source.next())).isEqualTo("2 1 {\"id\":\"1\",\"text\":\"a\\nb\"}");
    InputMistake mistake = mistake(source);
    assertThat(mistake.line()).isEqualTo(4);
    assertThat(mistake.getMessage()).isEqualTo("3 fields; the first line names 2 columns");
    assertThat(text(source.next())).isEqualTo("5 3 {\"id\":\"3\",\"text\":\"e\"}");
    assertThat(source.next()).isNull();
  }

  @Test
  void aCsvFileWithoutTheKeyColumnIsRefusedAtItsHeader() throws Exception {
    InputMistake mistake = mistake(csv("key,text\n1,a\n"));

    assertThat(mistake.isFatal()).isTrue();
    assertThat(mistake.getMessage())
        .isEqualTo("there is no column 'id' (--key-field); the first line names key, text");
    assertThat(mistake(csv("id,a,a\n")).getMessage()).isEqualTo("a column occurs twice: id, a, a");
  }

  @Property(tries = 200)
  void keysAreSeenAgainExactlyWhenTheyWereSeen(
      @ForAll @Size(max = 9000) List<@IntRange(max = 5000) Integer> keys) {
    SeenKeys seen = new SeenKeys();
    Set<Integer> model = new HashSet<>();
    for (int key : keys) {
      byte[] bytes = Integer.toString(key).getBytes(StandardCharsets.UTF_8);
      assertThat(seen.add(bytes)).isEqualTo(!model.add(key));
    }
    assertThat(seen.again()).isEqualTo(keys.size() - model.size());
  }

  private static InputMistake mistake(RecordSource source) {
    return catchThrowableOfType(InputMistake.class, source::next);
  }

  private static RecordSource ndjson(String text) {
    return new NdjsonRecords(lines(text), WHOLE);
  }

  private static RecordSource csv(String text) {
    Lines lines = lines(text);
    return new TableRecords(lines, new CsvRows(lines, ','), WHOLE, false);
  }

  private static Lines lines(String text) {
    return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(LoadRecord record) {
    return record.line()
        + " "
        + new String(record.key(), StandardCharsets.UTF_8)
        + " "
        + new String(record.value(), StandardCharsets.UTF_8);
  }
}
