package dev.steadfast.standalone.documentation;

/** The pages that speak to a demo. */
class DocumentedDemoIT extends DocumentedCommands {

    DocumentedDemoIT() {
        super(Kind.WITH_DEMO);
    }
}
