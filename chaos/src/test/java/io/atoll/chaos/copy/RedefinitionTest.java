package io.atoll.chaos.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.constant.ConstantDescs;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Classes that do something else for a while. */
class RedefinitionTest {
  /** Something to alter. */
  static final class Counted {
    static final int ONCE = Integer.parseInt("7");

    private Counted() {}

    static int two() {
      return 2;
    }
  }

  @Test
  void aMethodDoesSomethingElseUntilItIsClosed() throws Exception {
    byte[] altered =
        with(ConstantInstruction.IntrinsicConstantInstruction.class, CodeBuilder::iconst_5);
    try (Redefinition redefined = Redefinition.of(of(altered)).orElseThrow()) {
      assertThat(redefined).isNotNull();
      assertThat(Counted.two()).isEqualTo(5);
    }
    assertThat(Counted.two()).isEqualTo(2);
  }

  @Test
  void whatWasComputedOnceWhenAClassWasLoadedCannotBeAltered() throws Exception {
    byte[] altered = with(ConstantInstruction.LoadConstantInstruction.class, code -> code.ldc("8"));
    assertThat(Redefinition.of(of(altered))).isEmpty();
    assertThat(Counted.ONCE).isEqualTo(7);
  }

  @Test
  void theMembersOfAClassCannotBeAltered() throws Exception {
    ClassFile file = ClassFile.of();
    byte[] altered =
        file.transformClass(
            file.parse(bytes()),
            ClassTransform.endHandler(added -> added.withField("more", ConstantDescs.CD_int, 0)));
    assertThat(Redefinition.of(of(altered))).isEqualTo(Optional.empty());
  }

  private static Map<String, byte[]> of(byte[] altered) {
    return Map.of(Counted.class.getName(), altered);
  }

  private static byte[] with(Class<? extends CodeElement> kind, Consumer<CodeBuilder> instead)
      throws IOException {
    ClassFile file = ClassFile.of();
    return file.transformClass(
        file.parse(bytes()),
        ClassTransform.transformingMethodBodies(
            (code, element) -> {
              if (kind.isInstance(element)) {
                instead.accept(code);
              } else {
                code.with(element);
              }
            }));
  }

  private static byte[] bytes() throws IOException {
    String file = Counted.class.getName().replace('.', '/') + ".class";
    try (InputStream from = Counted.class.getClassLoader().getResourceAsStream(file)) {
      return from.readAllBytes();
    }
  }
}
