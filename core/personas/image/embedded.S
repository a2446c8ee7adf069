/* The packed persona tables as they are, between two symbols. VERILOAD_PERSONA_IMAGE: the file. */
        .section .rodata
        .balign 64
        .global veriload_persona_image
        .type veriload_persona_image, %object
veriload_persona_image:
        .incbin VERILOAD_PERSONA_IMAGE
        .global veriload_persona_image_end
veriload_persona_image_end:
        .byte 0
        .size veriload_persona_image, veriload_persona_image_end - veriload_persona_image
        .section .note.GNU-stack, "", %progbits
