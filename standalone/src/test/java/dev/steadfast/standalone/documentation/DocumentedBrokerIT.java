package dev.steadfast.standalone.documentation;

/** The pages that start a broker, and what needs one. */
class DocumentedBrokerIT extends DocumentedCommands {

    DocumentedBrokerIT() {
        super(Kind.WITH_BROKER);
    }
}
