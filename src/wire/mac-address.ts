/** A MAC address in the one form that is used inside, whatever form a person or a program wrote it in. */

/** `04:78:63:AA-bb.CC` → `047863aabbcc`; what is no MAC address only loses its separators. */
export const macAddress = (text: string): string => text.replace(/[:\-.\s]/g, '').toLowerCase()

/** Whether it is twelve hex digits, lower case, as {@link macAddress} writes them. */
export const isMacAddress = (text: string): boolean => /^[0-9a-f]{12}$/.test(text)
