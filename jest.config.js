/** Tests are compiled with the package (one `tsc`), so what runs here is what ships. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/dist/test'],
	testMatch: ['**/*.test.js'],
	testTimeout: 60_000,
	transform: {},
};
